const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids are lower-case UUIDs of this service's making; `id` is caseExact, so any other spelling names nothing. */
export const isResourceId = (text: string): boolean => form.test(text);
