import type { Statement } from '#persistence';

/**
 * Memberships of a group that are not as wanted and can be seen to: the member has an account, or is to be a member no more.
 * $1 target, $2 group, $3 at most.
 */
export const openMemberships: Statement = {
  name: 'sync_open_memberships',
  text: `
select m.member_id as "memberId", m.want, l.remote_id as "remoteId"
from sync.target_member m
left join sync.target_link l on l.target_id = m.target_id and l.kind = 'User' and l.object_id = m.member_id
where m.target_id = $1 and m.group_id = $2 and m.want is distinct from m.have
  and (l.remote_id is not null or not m.want)
order by m.want, m.member_id
limit $3`,
};

/**
 * Keeps what the product was told, while the group's claim stands and as far as the member's account is still the same.
 * $1 target, $2 epoch, $3 rows {groupId, memberId, have, remoteId}.
 */
export const settleMemberships: Statement = {
  name: 'sync_settle_memberships',
  text: `
update sync.target_member m
set have = g.have
from jsonb_to_recordset($3::jsonb) as g("groupId" uuid, "memberId" uuid, have boolean, "remoteId" text)
join sync.target_link l on l.target_id = $1 and l.kind = 'Group' and l.object_id = g."groupId" and l.claim_epoch = $2
left join sync.target_link u on u.target_id = $1 and u.kind = 'User' and u.object_id = g."memberId"
where m.target_id = $1 and m.group_id = g."groupId" and m.member_id = g."memberId"
  and u.remote_id is not distinct from g."remoteId"`,
};

/** Accounts or groups that are not there any more have no memberships. $1 target, $2 users, $3 groups. */
export const forgetMemberships: Statement = {
  name: 'sync_forget_memberships',
  text: `
update sync.target_member set have = false
where target_id = $1 and have and (member_id = any($2::uuid[]) or group_id = any($3::uuid[]))`,
};

/** Users that have an account now: their groups have something to do, soon, so that others may join. $1 target, $2 users. */
export const rearmGroups: Statement = {
  name: 'sync_rearm_groups',
  text: `
update sync.target_link g
set desired_rev = nextval('sync.revision'), next_at = case when g.desired_rev > g.applied_rev then g.next_at else now() + interval '200 ms' end,
  dirty_since = case when g.desired_rev > g.applied_rev then g.dirty_since else now() end
where g.target_id = $1 and g.kind = 'Group' and g.object_id in (
  select m.group_id from sync.target_member m
  where m.target_id = $1 and m.member_id = any($2::uuid[]) and m.want is distinct from m.have)
returning 1 as armed`,
};
