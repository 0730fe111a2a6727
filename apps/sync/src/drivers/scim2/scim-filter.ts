/** `attribute eq "value"`, the value written as a JSON string (RFC 7644 §3.4.2.2), ready for a query. */
export const equalityQuery = (attribute: string, value: string): string =>
  `filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}&startIndex=1&count=10`;
