import { projectCustomResource } from './custom-resource.js';
import type { Delta } from './delta.js';
import { projectGroup } from './group.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError } from './projection-error.js';
import { projectUser } from './user.js';

const projections: Readonly<Record<string, (event: OpenedEvent) => readonly Delta[]>> = {
  user: projectUser,
  group: projectGroup,
  resource: projectCustomResource,
};

/** @throws {ProjectionError} */
export const projectEvent = (event: OpenedEvent): readonly Delta[] => {
  const family = event.type.slice(0, event.type.indexOf('.'));
  const project = Object.hasOwn(projections, family) ? projections[family] : undefined;
  if (!project || event.v !== 1) throw new ProjectionError('EVENT_UNKNOWN', `${event.type}/${event.v}`);
  return project(event);
};
