const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-](\d\d):(\d\d))$/;

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** RFC 7643 §2.3.5: xsd:dateTime with seconds and a zone, and a day that exists. */
export const isDateTime = (text: string): boolean => {
  const found = dateTime.exec(text);
  if (!found) return false;
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute] = found
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number, number];
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    zoneHour <= 14 &&
    zoneMinute < 60
  );
};

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** RFC 7643 §2.3.6: base64 of RFC 4648 §4, or its URL-safe form; line breaks and missing padding are let through. */
export const isBase64 = (text: string): boolean => {
  const letters = text.replaceAll(/[\r\n]/g, '');
  if (!base64.test(letters)) return false;
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  return padding > 0 ? letters.length % 4 === 0 : letters.length % 4 !== 1;
};

/** RFC 7643 §2.3.7: a URI or relative reference; letters outside ASCII are let through. */
export const isReference = (text: string): boolean => !/[\s<>"\p{Cc}]/u.test(text);
