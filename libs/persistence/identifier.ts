/** An SQL identifier in double quotes, for the few statements that take no parameter there. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
