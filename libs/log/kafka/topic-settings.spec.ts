import type { TopicSpec } from '../port.js';
import { problemsOf, settingsFor } from './topic-settings.js';

const journal: TopicSpec = { partitions: 24, time: 'append', retention: 'forever' };
const lifecycle: TopicSpec = { partitions: 24, time: 'producer', retention: 1_000 };
const found = (spec: TopicSpec, replicas: number, changed: Record<string, string> = {}) => ({
  partitions: 24,
  replicas,
  settings: new Map(Object.entries({ 'max.message.bytes': '1048588', ...settingsFor(spec, replicas), ...changed })),
});

describe('The settings of a topic', () => {
  it.each([
    ['journal', journal, 1],
    ['journal', journal, 3],
    ['lifecycle log', lifecycle, 3],
  ] as const)('are right for a %s as it is created', (_, spec, replicas) => {
    expect(problemsOf('t', found(spec, replicas), spec)).toEqual([]);
  });

  it.each([
    ['cleanup.policy', 'compact', 'Topic t: cleanup.policy is compact, but must be delete.'],
    [
      'message.timestamp.type',
      'CreateTime',
      'Topic t: message.timestamp.type is CreateTime, but must be LogAppendTime.',
    ],
    ['retention.ms', '604800000', 'Topic t: retention.ms is 604800000, but must be -1.'],
    ['retention.bytes', '1000', 'Topic t: retention.bytes is 1000, but must be -1.'],
    ['max.message.bytes', '1000', 'Topic t: max.message.bytes is 1000, but must be 1048588 or more.'],
    ['min.insync.replicas', '1', 'Topic t: min.insync.replicas is 1, but must be 2 or more with replicas.'],
    [
      'unclean.leader.election.enable',
      'true',
      'Topic t: unclean.leader.election.enable is true, but must be false with replicas.',
    ],
  ])('are wrong for a journal when %s is %s', (name, value, sentence) => {
    expect(problemsOf('t', found(journal, 3, { [name]: value }), journal)).toEqual([sentence]);
  });

  it('may keep a lifecycle log longer than needed, not shorter', () => {
    expect(problemsOf('t', found(lifecycle, 1, { 'retention.ms': '-1' }), lifecycle)).toEqual([]);
    expect(problemsOf('t', found(lifecycle, 1, { 'retention.ms': '2000' }), lifecycle)).toEqual([]);
    expect(problemsOf('t', found(lifecycle, 1, { 'retention.ms': '999' }), lifecycle)).toHaveLength(1);
  });

  it('do not ask for replicas in sync where there is one replica', () => {
    expect(problemsOf('t', found(journal, 1, { 'min.insync.replicas': '1' }), journal)).toEqual([]);
  });
});
