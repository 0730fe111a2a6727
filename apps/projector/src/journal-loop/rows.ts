import type { AggregateAddress, Head, Part } from '#journal';
import type { AcceptedEvent, ClaimChange, JudgedVerdict } from '../arbitration/judged-batch.js';

/** Rows of the arbiter's tables under their column names, as the write statements read them from JSON. */

export const verdictRow = ({ commandId, offset, effectiveTime, verdict }: JudgedVerdict) => ({
  command_id: commandId,
  at_offset: offset,
  accepted: verdict.is === 'accepted',
  reason: verdict.is === 'void' ? verdict.reason : null,
  scope: verdict.is === 'void' ? (verdict.scope ?? null) : null,
  version: verdict.is === 'accepted' ? verdict.version : null,
  effective_time: effectiveTime,
});

export const headRow = ({ directoryId, type, id, version, deleted }: AggregateAddress & Head) => ({
  directory_id: directoryId,
  type,
  id,
  version,
  deleted,
});

export const claimRow = ({ directoryId, scope, key, owner }: ClaimChange) => ({
  directory_id: directoryId,
  scope,
  key,
  owner_type: owner?.type,
  owner_id: owner?.id,
});

export const eventRow = ({ src, idx, aggregate, event }: AcceptedEvent) => ({
  src,
  idx,
  directory_id: aggregate.directoryId,
  aggregate_type: aggregate.type,
  aggregate_id: aggregate.id,
  version: event.version,
  type: event.type,
  v: event.v,
  data: event.data,
  sealed: event.sealed,
  effective_time: event.effectiveTime,
  command_id: event.commandId,
  request_id: event.requestId,
  actor: event.actor,
});

export const partRow = (part: Part & { readonly offset: number }) => ({
  command_id: part.commandId,
  index: part.index,
  directory_id: part.directoryId,
  at_offset: part.offset,
  not_after: part.notAfter,
  events: part.events,
});
