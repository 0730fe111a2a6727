/** A broker knows of records and does not hand them out. */
export class FetchStall extends Error {
  override readonly name = 'FetchStall';

  constructor(partition: number, offset: number, end: number) {
    super(`Partition ${partition} gives nothing from offset ${offset}, though it ends at ${end}.`);
  }
}
