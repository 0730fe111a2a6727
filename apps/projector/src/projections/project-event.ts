import { EventError, upcast } from '#domain';
import { projectCustomResource } from './custom-resource.js';
import type { Delta } from './delta.js';
import { projectDirectory } from './directory.js';
import { projectGroup } from './group.js';
import type { OpenedEvent } from './opened-event.js';
import { ProjectionError, placeIn } from './projection-error.js';
import { projectTarget } from './target.js';
import { projectUser } from './user.js';

/**
 * What an event, of whatever version, changes.
 *
 * @throws {ProjectionError}
 */
export const projectEvent = (recorded: OpenedEvent): readonly Delta[] => {
  const event = presentForm(recorded);
  switch (event.type.slice(0, event.type.indexOf('.'))) {
    case 'user':
      return projectUser(event);
    case 'group':
      return projectGroup(event);
    case 'resource':
      return projectCustomResource(event);
    case 'directory':
      return projectDirectory(event);
    case 'target':
      return projectTarget(event);
    default:
      throw new ProjectionError('EVENT_UNKNOWN', placeIn(event));
  }
};

/** The seal's state is no part of what is upcast: an erased event keeps its form without its personal part. */
const presentForm = (recorded: OpenedEvent): OpenedEvent => {
  const { type, v, data, personal } = recorded;
  try {
    const known = upcast({ type, v, data, ...(personal && personal !== 'erased' && { personal }) });
    return { ...recorded, ...known, ...(personal === 'erased' && { personal }) };
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    throw new ProjectionError(error.code, placeIn(recorded), { cause: error });
  }
};
