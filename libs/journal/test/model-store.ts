import type { JournalEvent, Part, Verdict } from '#journal';
import {
  type AggregateAddress,
  advanceDigest,
  aggregateKey,
  arbitrate,
  claimAddressKey,
  createArbiterView,
  decodeRecord,
  type Effects,
  EMPTY_DIGEST,
  effectiveTime,
  type Head,
  type JournalRecord,
  type Judgement,
  keysNeeded,
  type OwnedClaim,
  type WireRecord,
} from '#journal';

/** Single rules switched off, around the real `arbitrate`. */
export type Mutation =
  | 'no dedupe'
  | 'no deadline'
  | 'no offset check'
  | 'no claims'
  | 'no watermark'
  | 'not applied on a timer'
  | 'deadline on raw time'
  | 'duplicate before expired'
  | 'parts not counted';

export type LoggedRecord = WireRecord & { readonly offset: number; readonly timestamp: number };

type StoredVerdict = { readonly verdict: Verdict; readonly at: number; readonly notAfter: number };
export type OutboxRow = {
  readonly src: number;
  readonly commandId: string;
  readonly id: string;
  readonly version: number;
  readonly events: readonly JournalEvent[];
};

/** How long after its deadline a verdict is kept; far longer than any waiter of the model waits. */
const VERDICT_MARGIN = 12;

/** The projector's database, as plain values: arbiter tables, a read model of names and members, and an outbox. */
export class ModelStore {
  nextOffset = 0;
  lastTime = -1;
  published = -1;
  digest: Uint8Array = EMPTY_DIGEST;
  readonly heads = new Map<string, AggregateAddress & Head>();
  readonly claims = new Map<string, OwnedClaim>();
  readonly verdicts = new Map<string, StoredVerdict>();
  readonly parts = new Map<string, Part>();
  readonly names = new Map<string, string>();
  readonly members = new Map<string, ReadonlySet<string>>();
  readonly outbox: OutboxRow[] = [];

  constructor(
    private readonly mutation?: Mutation,
    /** A rebuild keeps all verdicts; a live database forgets the old ones. */
    private readonly forgets = true,
  ) {}

  copy(): ModelStore {
    const copy = new ModelStore(this.mutation, this.forgets);
    for (const [key, head] of this.heads) copy.heads.set(key, head);
    for (const [key, claim] of this.claims) copy.claims.set(key, claim);
    for (const [key, verdict] of this.verdicts) copy.verdicts.set(key, verdict);
    for (const [key, part] of this.parts) copy.parts.set(key, part);
    for (const [key, name] of this.names) copy.names.set(key, name);
    for (const [key, members] of this.members) copy.members.set(key, members);
    copy.outbox.push(...this.outbox);
    return Object.assign(copy, {
      nextOffset: this.nextOffset,
      lastTime: this.lastTime,
      published: this.published,
      digest: this.digest,
    });
  }

  /** One projector transaction: fence, load, judge in order, write, forget. */
  applyBatch(batch: readonly LoggedRecord[]): void {
    const fresh = this.mutation === 'no offset check' ? batch : this.contiguous(batch);
    const records = fresh.map((logged) => ({ logged, record: this.mutated(decodeRecord(logged)) }));
    const view = this.load(records.map(({ record }) => record));
    for (const { logged, record } of records) {
      if (this.mutation === 'no dedupe') view.verdicts.clear();
      this.lastTime = effectiveTime(this.lastTime, logged.timestamp);
      const time = this.mutation === 'deadline on raw time' ? logged.timestamp : this.lastTime;
      const isRepeat = 'commandId' in record && view.verdicts.has(record.commandId);
      const { judgement, effects } =
        this.mutation === 'duplicate before expired' && isRepeat
          ? { judgement: { is: 'ignored' } as const, effects: undefined }
          : arbitrate(view, record, time);
      this.write(record, logged.offset, judgement, effects);
    }
    this.forget();
  }

  private contiguous(batch: readonly LoggedRecord[]): readonly LoggedRecord[] {
    const fresh = batch.filter(({ offset }) => offset >= this.nextOffset);
    return fresh[0]?.offset === this.nextOffset ? fresh : [];
  }

  private mutated(record: ReturnType<typeof decodeRecord>): JournalRecord {
    if (record.kind === 'foreign') throw new Error(`the model wrote a foreign record: ${record.problem}`);
    if (record.kind !== 'proposal') return record;
    const { claims, parts, ...rest } = record;
    return {
      ...rest,
      ...(this.mutation === 'no deadline' && { notAfter: Number.MAX_SAFE_INTEGER }),
      ...(claims !== undefined && this.mutation !== 'no claims' && { claims }),
      ...(parts !== undefined && this.mutation !== 'parts not counted' && { parts }),
    };
  }

  private load(records: readonly JournalRecord[]): ReturnType<typeof createArbiterView> {
    const needed = keysNeeded(records);
    const owners = new Set(needed.owners.map(aggregateKey));
    const keys = new Set(needed.claims.map(({ directoryId, scope, key }) => claimAddressKey(directoryId, scope, key)));
    return createArbiterView({
      heads: needed.heads.flatMap((address) => this.heads.get(aggregateKey(address)) ?? []),
      claims: [...this.claims].flatMap(([key, claim]) =>
        keys.has(key) || owners.has(aggregateKey(claim.owner)) ? claim : [],
      ),
      verdicts: needed.commandIds.filter((id) => this.verdicts.has(id)),
      parts: [...this.parts.values()].filter((part) => needed.partCommandIds.includes(part.commandId)),
    });
  }

  private write(record: JournalRecord, offset: number, judgement: Judgement, effects: Effects | undefined): void {
    this.nextOffset = offset + 1;
    this.digest = advanceDigest(this.digest, offset, judgement);
    if (effects?.kind === 'part-stored')
      this.parts.set(`${effects.part.commandId}/${effects.part.index}`, effects.part);
    if (record.kind !== 'proposal' || judgement.is === 'ignored') return;
    const known = this.verdicts.get(record.commandId);
    if (!known || this.mutation === 'no dedupe') {
      this.verdicts.set(record.commandId, { verdict: judgement, at: offset, notAfter: record.notAfter });
    }
    if (effects?.kind !== 'accepted') return;
    const { aggregate, version, deleted, events } = effects;
    this.heads.set(aggregateKey(aggregate), { ...aggregate, version, deleted });
    const { directoryId } = aggregate;
    for (const { scope, key } of effects.claimsReleased) this.claims.delete(claimAddressKey(directoryId, scope, key));
    for (const { scope, key } of effects.claimsTaken) {
      this.claims.set(claimAddressKey(directoryId, scope, key), { directoryId, scope, key, owner: aggregate });
    }
    for (const event of events) this.project(aggregate.id, event, deleted);
    this.outbox.push({ src: offset, commandId: record.commandId, id: aggregate.id, version, events });
  }

  private project(id: string, { type, data }: JournalEvent, deleted: boolean): void {
    if (deleted) this.names.delete(id);
    if (type === 'named') this.names.set(id, String(data['name']));
    const members = new Set(this.members.get(id));
    if (type === 'member_added') members.add(String(data['member']));
    if (type === 'member_removed') members.delete(String(data['member']));
    this.members.set(id, members);
  }

  private forget(): void {
    if (!this.forgets) return;
    for (const [commandId, { notAfter }] of this.verdicts) {
      if (this.lastTime > notAfter + VERDICT_MARGIN) this.verdicts.delete(commandId);
    }
    for (const [key, { notAfter }] of this.parts) if (this.lastTime > notAfter) this.parts.delete(key);
  }

  /** Everything a rebuild must arrive at. Verdicts and parts are left out: a live database forgets them. */
  fingerprint(): string {
    const sorted = (map: ReadonlyMap<string, unknown>): unknown => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    const members = new Map([...this.members].map(([id, of]) => [id, [...of].sort()]));
    return JSON.stringify([
      sorted(this.heads),
      sorted(this.claims),
      sorted(this.names),
      sorted(members),
      this.outbox,
      Buffer.from(this.digest).toString('hex'),
    ]);
  }
}
