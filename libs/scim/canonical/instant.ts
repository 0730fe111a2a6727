/**
 * An instant in nanoseconds since 1970, so that nine digits of fraction still compare.
 *
 *     dateTime = yyyy "-" mm "-" dd "T" hh ":" mm ":" ss ["." 1*9DIGIT] ["Z" / ("+" / "-") hh ":" mm]
 *
 * This is xsd:dateTime as RFC 7643 §2.3.5 wants it; without a zone it is taken as UTC. No leap seconds, no 24:00:00, no
 * year 0.
 */
export const instantPattern =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)?$';

const pattern = new RegExp(instantPattern);
const NANOSECONDS_IN_MS = 1_000_000n;

/** undefined when the text is no valid date-time. */
export const parseInstant = (text: string): bigint | undefined => {
  const parts = pattern.exec(text);
  if (!parts || !isCalendarDay(text)) return undefined;
  const fraction = (parts[4] ?? '.').slice(1).padEnd(9, '0');
  const ms = Date.parse(`${text.slice(0, 19)}${parts[5] ?? 'Z'}`);
  return BigInt(ms) * NANOSECONDS_IN_MS + BigInt(fraction);
};

export const instantOfMs = (ms: number): bigint => BigInt(ms) * NANOSECONDS_IN_MS;

/** Date.parse takes the 30th of February for the 1st or 2nd of March. */
const isCalendarDay = (text: string): boolean => {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  return year > 0 && day <= new Date(Date.UTC(year < 100 ? year + 400 : year, month, 0)).getUTCDate();
};
