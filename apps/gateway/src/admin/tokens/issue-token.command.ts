export class IssueToken {
  constructor(
    readonly directory: string,
    readonly label: string,
    /** Milliseconds; never when null. */
    readonly expiresAt: number | null,
    readonly readOnly: boolean,
    readonly requestId: string,
  ) {}
}
