export class CreateDirectory {
  constructor(
    readonly name: string,
    readonly provider: string,
    readonly settings: Readonly<Record<string, unknown>> | undefined,
    readonly requestId: string,
  ) {}
}
