/** A page size from a query: 50 unless it is a number from 1 to 1,000. */
export const limitOf = (text: string | undefined): number => {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= 1_000 ? limit : 50;
};
