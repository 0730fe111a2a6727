/** RFC 7240 §4.2: the `return` preference, the first of them when there are several. */
export const preferenceOf = (header: string | undefined): 'minimal' | 'representation' | undefined => {
  const match = header && /(?:^|[,;])\s*return\s*=\s*"?(minimal|representation)"?/i.exec(header);
  return match?.[1] ? (match[1].toLowerCase() as 'minimal' | 'representation') : undefined;
};
