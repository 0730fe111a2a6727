import type { TargetDefinition, TargetEvent } from '#domain';
import type { Delta, Step } from './delta.js';
import type { OpenedEvent } from './opened-event.js';

export const projectTarget = (event: OpenedEvent): readonly Delta[] => [
  { kind: 'step', step: stepOf(event, event as OpenedEvent & TargetEvent) },
];

const stepOf = ({ aggregate, version, time }: OpenedEvent, event: TargetEvent): Step => {
  const { id } = aggregate;
  const change = (state: string | null, resyncs: number): Step => ({
    statement: 'changeTarget',
    values: [id, state, resyncs, version, time],
  });
  switch (event.type) {
    case 'target.added':
    case 'target.updated':
      return { statement: 'putTarget', values: [id, ...columnsOf(event.data), version, time] };
    case 'target.paused':
      return change('paused', 0);
    case 'target.resumed':
      return change('active', 0);
    case 'target.resync_requested':
      return change(null, 1);
    case 'target.removed':
      return { statement: 'removeTarget', values: [id] };
  }
};

const columnsOf = ({ directoryId, name, profile, url, settings, secret }: TargetDefinition): readonly unknown[] => [
  directoryId,
  name,
  profile,
  url,
  JSON.stringify(settings),
  secret,
];
