import type { Attributes } from '#lifecycle';
import type { Call, Driver, Execution, Learned, Outcome, Remote, Task } from '../driver.js';
import { canonicalJson } from './canonical.js';
import { classify } from './classify.js';
import { type Endpoint, endpointOf, resourcePath } from './endpoint.js';
import { exchangeOf } from './exchange.js';
import { findAccount, isUsableId } from './find-account.js';
import { groupUpdate, membersUpdate } from './group-requests.js';
import type { Profile } from './profiles.js';
import type { ScimClient } from './scim-client.js';
import type { Send } from './send.js';
import { changedNames, updateRequests } from './user-requests.js';

/** SCIM 2.0 (RFC 7644) towards a product: users, and groups with their members. */
export class Scim2Driver implements Driver {
  constructor(
    private readonly client: ScimClient,
    private readonly profile: Profile,
    private readonly now: () => number,
  ) {}

  async execute(execution: Execution): Promise<Outcome> {
    const outcome = await this.#perform(execution);
    if (outcome.is !== 'refused' || outcome.status !== 403) return outcome;
    const standing = await this.probe(execution);
    return standing.is === 'unauthorised' ? standing : outcome;
  }

  async probe(call: Call): Promise<Outcome> {
    const sent = await this.#sender(call)(
      { method: 'GET', path: '/Users?startIndex=1&count=1' },
      { op: 'probe', asked: 'collection' },
    );
    if (sent.is === 'ok') return { is: 'absent' };
    return sent.outcome.is === 'refused' && sent.outcome.status === 403
      ? { is: 'unauthorised', status: 403 }
      : sent.outcome;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  #perform(execution: Execution): Promise<Outcome> {
    const { task, kind } = execution;
    const send = this.#sender(execution);
    const endpoint = endpointOf(kind);
    switch (task.kind) {
      case 'find':
      case 'create':
        return this.#findOrCreate(task, endpoint, execution.learned, send);
      case 'update':
        return this.#update(task, endpoint, execution.learned.update ?? this.profile.update, send);
      case 'delete':
        return this.#delete(resourcePath(endpoint, task.remoteId), send);
      case 'members':
        return this.#changeMembers(task, endpoint, send);
    }
  }

  async #findOrCreate(
    task: Task & { kind: 'find' | 'create' },
    endpoint: Endpoint,
    learned: Learned,
    send: Send,
  ): Promise<Outcome> {
    const body = task.kind === 'create' ? task.body : undefined;
    const look = () => findAccount(endpoint, task.keys, this.profile.matchOn, learned, send);
    const found = await look();
    if (found.is === 'found') return adopted(found.remote, found.resource, body);
    if (found.is !== 'none') return found;
    if (body === undefined) return { is: 'absent' };
    const created = await this.#create(body, endpoint, send);
    if (created.is !== 'conflict') return created;
    const taken = await look();
    return taken.is === 'found' ? adopted(taken.remote, taken.resource, body) : created;
  }

  async #create(body: Attributes, { path }: Endpoint, send: Send): Promise<Outcome> {
    const changed = changedNames(undefined, body);
    const sent = await send({ method: 'POST', path, body }, { op: 'create', asked: 'collection', changed });
    if (sent.is === 'not') return sent.outcome;
    const { id } = (sent.answer.body ?? {}) as { readonly id?: unknown };
    if (!isUsableId(id)) {
      return { is: 'failed', status: sent.answer.status, code: 'answer_without_id', certain: false };
    }
    return { is: 'done', remote: { id, etag: sent.answer.etag }, applied: body };
  }

  async #update(
    task: Task & { kind: 'update' },
    endpoint: Endpoint,
    update: 'put' | 'patch',
    send: Send,
  ): Promise<Outcome> {
    const isGroup = endpoint === endpointOf('Group');
    const requests = isGroup ? [groupUpdate(task)] : updateRequests(task, update, this.profile.activation);
    let remote: Remote = { id: task.remoteId, etag: undefined };
    for (const { op, changed, method, body } of requests) {
      const request = { method, path: resourcePath(endpoint, task.remoteId), body };
      const sent = await send(request, { op, asked: 'resource', changed });
      if (sent.is === 'not') return isGroup ? sent.outcome : unlessLearned(sent.outcome, update);
      remote = { id: task.remoteId, etag: sent.answer.etag };
    }
    return { is: 'done', remote, applied: task.body };
  }

  async #delete(path: string, send: Send): Promise<Outcome> {
    const sent = await send({ method: 'DELETE', path }, { op: 'delete', asked: 'resource' });
    return sent.is === 'ok' || sent.outcome.is === 'vanished' ? { is: 'absent' } : sent.outcome;
  }

  /** 404 may mean the group or one of the members: the group is asked for. 413 halves what is sent at once. */
  async #changeMembers(task: Task & { kind: 'members' }, endpoint: Endpoint, send: Send): Promise<Outcome> {
    const path = resourcePath(endpoint, task.remoteId);
    const { op, changed, method, body } = membersUpdate(task);
    const sent = await send({ method, path, body }, { op, asked: 'resource', changed });
    if (sent.is === 'ok') return { is: 'members_done' };
    const { outcome } = sent;
    const size = task.add.length + task.remove.length;
    if (outcome.is === 'refused' && outcome.status === 413 && size > 1) {
      return { is: 'learned', learned: { membersPerRequest: Math.floor(size / 2) } };
    }
    if (outcome.is !== 'vanished') return outcome;
    const group = await send({ method: 'GET', path }, { op: 'lookup', asked: 'resource' });
    return group.is === 'ok' ? { is: 'failed', status: 404, code: 'member_missing', certain: true } : group.outcome;
  }

  #sender(call: Call): Send {
    return async (request, note) => {
      if (!(await call.admit())) return { is: 'not', outcome: { is: 'not_sent' } };
      const startedAt = this.now();
      const answer = await this.client.send({ ...request, requestId: call.requestId, signal: call.signal });
      const failure = classify(answer, note.asked, request.method === 'GET', this.now());
      call.onExchange(exchangeOf(request, note, answer, failure, this.now() - startedAt));
      if (failure || answer.is !== 'answer') {
        return { is: 'not', outcome: failure ?? { is: 'failed', status: undefined, code: 'UNKNOWN', certain: false } };
      }
      return { is: 'ok', answer };
    };
  }
}

const adopted = (remote: Remote, resource: Attributes, body: Attributes | undefined): Outcome => {
  const isEqual =
    body !== undefined &&
    Object.keys(body).every((name) => canonicalJson(resource[name]) === canonicalJson(body[name]));
  return { is: 'adopted', remote, isEqual, applied: isEqual ? body : undefined };
};

/** PUT refused as a method: PATCH from now on, and the other way round. */
const unlessLearned = (outcome: Outcome, update: 'put' | 'patch'): Outcome => {
  const status = outcome.is === 'refused' || outcome.is === 'failed' ? outcome.status : undefined;
  if (status !== 405 && status !== 501) return outcome;
  return { is: 'learned', learned: { update: update === 'put' ? 'patch' : 'put' } };
};
