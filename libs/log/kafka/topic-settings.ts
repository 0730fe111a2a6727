import type { TopicSpec } from '../port.js';

const FOREVER = '-1';
/** Kafka's own default; a record of the largest size with Kafka's frame around it fits. */
const MESSAGE_BYTES = 1_048_588;

/** The topic settings a new topic gets. With replicas, a write counts once two of them have it. */
export function settingsFor(spec: TopicSpec, replicas: number): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'delete',
    'message.timestamp.type': timestampTypeOf(spec),
    'retention.ms': retentionOf(spec),
    'retention.bytes': FOREVER,
    ...(replicas > 1 && { 'min.insync.replicas': '2', 'unclean.leader.election.enable': 'false' }),
  };
}

export type FoundTopic = {
  readonly partitions: number;
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
};

/** One sentence for each way in which a topic could lose, reorder or misdate records it must not. */
export function problemsOf(topic: string, found: FoundTopic, spec: TopicSpec): readonly string[] {
  const setting = (name: string) => found.settings.get(name) ?? '(none)';
  const atLeast = (name: string, least: number) => Number(setting(name)) >= least;
  const lasts =
    setting('retention.ms') === FOREVER || (spec.retention !== 'forever' && atLeast('retention.ms', spec.retention));
  const checks: readonly [holds: boolean, name: string, found: string | number, needed: string | number][] = [
    [found.partitions === spec.partitions, 'partitions', found.partitions, spec.partitions],
    [setting('cleanup.policy') === 'delete', 'cleanup.policy', setting('cleanup.policy'), 'delete'],
    [
      setting('message.timestamp.type') === timestampTypeOf(spec),
      'message.timestamp.type',
      setting('message.timestamp.type'),
      timestampTypeOf(spec),
    ],
    [lasts, 'retention.ms', setting('retention.ms'), retentionOf(spec)],
    [setting('retention.bytes') === FOREVER, 'retention.bytes', setting('retention.bytes'), FOREVER],
    [
      atLeast('max.message.bytes', MESSAGE_BYTES),
      'max.message.bytes',
      setting('max.message.bytes'),
      `${MESSAGE_BYTES} or more`,
    ],
    [
      found.replicas === 1 || atLeast('min.insync.replicas', 2),
      'min.insync.replicas',
      setting('min.insync.replicas'),
      '2 or more with replicas',
    ],
    [
      found.replicas === 1 || setting('unclean.leader.election.enable') === 'false',
      'unclean.leader.election.enable',
      setting('unclean.leader.election.enable'),
      'false with replicas',
    ],
  ];
  return checks
    .filter(([holds]) => !holds)
    .map(([, name, is, needed]) => `Topic ${topic}: ${name} is ${is}, but must be ${needed}.`);
}

function timestampTypeOf(spec: TopicSpec): string {
  return spec.time === 'append' ? 'LogAppendTime' : 'CreateTime';
}

function retentionOf(spec: TopicSpec): string {
  return spec.retention === 'forever' ? FOREVER : String(spec.retention);
}
