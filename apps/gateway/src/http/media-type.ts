/** `type/subtype` in lower case without parameters, or nothing when the header is absent or blank. */
export const mediaTypeOf = (contentType: string | undefined): string | undefined => {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
};

export const SCIM_MEDIA_TYPE = 'application/scim+json';

/** RFC 7644 §3.8: both are to be accepted. */
export const isScimRequestType = (mediaType: string): boolean =>
  mediaType === SCIM_MEDIA_TYPE || mediaType === 'application/json';

export const charsetOf = (contentType: string | undefined): string | undefined =>
  contentType && /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase();

/**
 * JSON has no charset (RFC 8259 §11): some HTTP clients name their platform's own all the same. The bytes are UTF-8 or the
 * body is refused; under these names they can be.
 */
const namesOfUtf8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii', 'iso-8859-1', 'latin1', 'windows-1252']);

export const mayBeUtf8 = (charset: string | undefined): boolean => charset === undefined || namesOfUtf8.has(charset);

const rangesForScim = ['*/*', 'application/*', SCIM_MEDIA_TYPE];

/** Ranges of an `Accept` header that it does not refuse by q=0; nothing when it is absent or blank. */
const acceptedRanges = (accept: string | undefined): readonly string[] | undefined => {
  if (accept === undefined || accept.trim() === '') return undefined;
  return accept.split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return parameters.some((parameter) => /^q\s*=\s*0(\.0{0,3})?$/.test(parameter)) ? [] : [type];
  });
};

/** True when an `Accept` header leaves no room for JSON. */
export const excludesJson = (accept: string | undefined): boolean => {
  const ranges = acceptedRanges(accept);
  return ranges !== undefined && !ranges.some((range) => range === 'application/json' || rangesForScim.includes(range));
};

/** The name under which an answer goes out: application/json where that is accepted and application/scim+json is not. */
export const answerTypeFor = (accept: string | undefined): string => {
  const ranges = acceptedRanges(accept);
  const isPlain = ranges?.includes('application/json') && !ranges.some((range) => rangesForScim.includes(range));
  return isPlain ? 'application/json' : SCIM_MEDIA_TYPE;
};
