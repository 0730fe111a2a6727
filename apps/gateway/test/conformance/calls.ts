import type { Answer } from '../../../../test/e2e/clients.js';
import type { ScimDirectory } from './ground.js';
import { groupBody, idOf, patchBody, userBody } from './wire.js';

/** Short forms of what most behaviours do in a directory. */
export const callsOn = (directory: () => ScimDirectory) => {
  const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
    directory().scim.request(method, path, body, headers);
  const created = async (path: string, body: unknown): Promise<Answer> => {
    const answer = await send('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const patch = (path: string, ...operations: unknown[]) => send('PATCH', path, patchBody(...operations));
  return {
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    find: (path: string, filter: string) => send('GET', `${path}?filter=${encodeURIComponent(filter)}`),
    user: (changes: Record<string, unknown> = {}) => created('/Users', userBody(changes)),
    userId: async (changes: Record<string, unknown> = {}) => idOf(await created('/Users', userBody(changes))),
    group: (changes: Record<string, unknown> = {}) => created('/Groups', groupBody(changes)),
    groupId: async (changes: Record<string, unknown> = {}) => idOf(await created('/Groups', groupBody(changes))),
    patchUser: (id: string, ...operations: unknown[]) => patch(`/Users/${id}`, ...operations),
    patchGroup: (id: string, ...operations: unknown[]) => patch(`/Groups/${id}`, ...operations),
  };
};

export type Calls = ReturnType<typeof callsOn>;
