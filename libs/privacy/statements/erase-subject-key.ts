import type { Statement } from '#persistence';

/** Leaves a tombstone, also for a subject that has no row: no key may ever be made for it again. $1 uuid. */
export const eraseSubjectKey: Statement = {
  name: 'privacy.erase-subject-key',
  text: `
    insert into core.subject_key (subject_id, wrapped, state, erased_at)
    values ($1::uuid, null, 'erased', now())
    on conflict (subject_id) do update
    set wrapped = null, state = 'erased', erased_at = now()
    where subject_key.state = 'active'`,
};
