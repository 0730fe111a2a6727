import { newId } from '#runtime';

/** Printable ASCII without blanks: safe in a header, a log line and a journal record. */
const acceptable = /^[\x21-\x7e]{1,128}$/;

/** The client's `X-Request-Id` when it is fit to be repeated everywhere, otherwise a new one. */
export const requestIdOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' && acceptable.test(header) ? header : newId();
