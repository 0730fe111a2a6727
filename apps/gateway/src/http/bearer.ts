/**
 * credentials = scheme 1*SP token *SP          (RFC 6750 §2.1; the scheme in any case, blanks after the token forgiven:
 *                                               tokens are pasted into admin consoles by hand)
 */
export const bearerTokenOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : /^bearer +([^\s]+)\s*$/i.exec(authorization)?.[1];
