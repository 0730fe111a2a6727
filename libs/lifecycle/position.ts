/** Place of a lifecycle event: journal offset of its proposal, and index among that proposal's events. */
export type Position = { readonly src: number; readonly idx: number };

/** Header `pos` of a lifecycle record: `src:idx`, decimal. */
export const formatPosition = (position: Position): string => `${position.src}:${position.idx}`;

/** @returns nothing when the text is not a position. */
export const parsePosition = (text: string): Position | undefined => {
  const match = /^(\d{1,16}):(\d{1,9})$/.exec(text);
  return match ? { src: Number(match[1]), idx: Number(match[2]) } : undefined;
};

/**
 * The watermark rule. The publisher may repeat a suffix; first occurrences are in order. A reader keeps, per
 * partition and in the same transaction as the effect, the highest position it applied, and passes over the rest.
 */
export const isAfter = (position: Position, watermark: Position | undefined): boolean =>
  watermark === undefined ||
  position.src > watermark.src ||
  (position.src === watermark.src && position.idx > watermark.idx);
