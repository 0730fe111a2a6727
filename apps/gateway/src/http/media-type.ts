/** `type/subtype` in lower case without parameters, or nothing when the header is absent or blank. */
export const mediaTypeOf = (contentType: string | undefined): string | undefined => {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
};

export const SCIM_MEDIA_TYPE = 'application/scim+json';

/** RFC 7644 §3.8: both are to be accepted. */
export const isScimRequestType = (mediaType: string): boolean =>
  mediaType === SCIM_MEDIA_TYPE || mediaType === 'application/json';

/** Parameters other than UTF-8 would change what the bytes mean. */
export const charsetOf = (contentType: string | undefined): string | undefined =>
  contentType && /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase();

/** True when an `Accept` header leaves no room for JSON. */
export const excludesJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return false;
  return !accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q\s*=\s*0(\.0{0,3})?$/.test(parameter));
    return !refused && ['*/*', 'application/*', 'application/json', SCIM_MEDIA_TYPE].includes(type);
  });
};
