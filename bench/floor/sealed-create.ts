import { encodeRecord, type Proposal, partitionOf } from '#journal';
import type { LogRecord } from '#log';
import { claimKeyOf, type MasterKey, placeOf, type SubjectKeys, seal } from '#privacy';
import { newId } from '#runtime';
import { userBody } from '../people.js';

export type SealedCreate = { readonly commandId: string; readonly record: LogRecord };

type Ground = {
  readonly masterKey: MasterKey;
  readonly subjectKeys: SubjectKeys;
  readonly partitions: number;
  readonly directoryId: string;
};

/** A `user.created` as the gateway proposes it: key taken, personal part sealed, name claimed. */
export const sealedCreate = async (ground: Ground, n: number): Promise<SealedCreate> => {
  const { masterKey, directoryId, partitions } = ground;
  const { schemas: _, ...attributes } = JSON.parse(userBody('floor', n)) as Record<string, unknown>;
  const { subjectId: id, key } = await ground.subjectKeys.take();
  const type = 'user.created';
  const now = Date.now();
  const proposal: Proposal = {
    kind: 'proposal',
    format: 1,
    rules: 1,
    commandId: newId(),
    directoryId,
    notAfter: now + 60_000,
    aggregate: { type: 'User', id },
    expect: { is: 'absent' },
    claims: { 'userName/1': [claimKeyOf(masterKey, directoryId, 'userName/1', String(attributes['userName']))] },
    events: [
      {
        type,
        v: 1,
        data: { changed: Object.keys(attributes), active: true },
        sealed: seal(key, attributes, placeOf(directoryId, id, type)),
      },
    ],
    occurredAt: now,
    actor: { kind: 'system' },
    requestId: `floor-${n}`,
  };
  const record = { partition: partitionOf(directoryId, partitions), key: directoryId, ...encodeRecord(proposal) };
  return { commandId: proposal.commandId, record };
};
