import type { Statement } from '#persistence';

/** Rows of subjects that do not exist yet. $1 uuid[], $2 bytea[] of the same length. */
export const insertSubjectKeys: Statement = {
  name: 'privacy.insert-subject-keys',
  text: `
    insert into core.subject_key (subject_id, wrapped, state)
    select id, wrapped, 'active'
    from unnest($1::uuid[], $2::bytea[]) as ahead (id, wrapped)`,
};
