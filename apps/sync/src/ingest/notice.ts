/*
 * Payload on channel `sync`:
 *   notice = "targets"            the set of targets or their settings changed
 *          | "links:" ids         these targets have something to do; ids between commas
 *   A payload of notify holds less than 8,000 bytes: with more targets than fit, everybody looks.
 */
const mostIds = 200;

export const noticeOf = (haveTargetsChanged: boolean, dirtyTargets: readonly string[]): string => {
  if (haveTargetsChanged || dirtyTargets.length > mostIds) return 'targets';
  return dirtyTargets.length === 0 ? '' : `links:${dirtyTargets.join(',')}`;
};

/** @returns the targets named, or nothing when all are to be looked at. */
export const readNotice = (payload: string | undefined): readonly string[] | undefined =>
  payload?.startsWith('links:') ? payload.slice('links:'.length).split(',') : undefined;
