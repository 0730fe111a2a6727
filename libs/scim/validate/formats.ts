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
