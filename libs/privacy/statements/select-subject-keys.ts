import type { Statement } from '#persistence';

export type SubjectKeyRow = { readonly subject_id: string; readonly wrapped: Buffer | null };

/** `wrapped` is null for an erased subject. $1 uuid[]. */
export const selectSubjectKeys: Statement = {
  name: 'privacy.select-subject-keys',
  text: `
    select subject_id, wrapped
    from core.subject_key
    where subject_id = any ($1::uuid[])`,
};
