import type { Attributes } from '#lifecycle';
import type { Call, Driver, Execution, Outcome, Remote } from '../driver.js';
import { canonicalJson } from './canonical.js';
import { classify } from './classify.js';
import { exchangeOf } from './exchange.js';
import { findAccount } from './find-account.js';

import type { Profile } from './profiles.js';
import type { ScimClient } from './scim-client.js';
import type { Send } from './send.js';
import { changedNames, updateRequests } from './user-requests.js';

const path = '/Users';

/** SCIM 2.0 (RFC 7644) towards a product: users. */
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
      { method: 'GET', path: `${path}?startIndex=1&count=1` },
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
    const { task } = execution;
    const send = this.#sender(execution);
    switch (task.kind) {
      case 'find':
      case 'create':
        return this.#findOrCreate(execution, send);
      case 'update':
        return this.#update(task, execution.learned.update ?? this.profile.update, send);
      case 'delete':
        return this.#delete(task.remoteId, send);
    }
  }

  async #findOrCreate({ task, learned }: Execution, send: Send): Promise<Outcome> {
    if (task.kind !== 'find' && task.kind !== 'create') throw new Error('Only for objects without an account.');
    const look = () => findAccount(path, task.keys, this.profile.matchOn, learned, send);
    const found = await look();
    if (found.is === 'found')
      return adopted(found.remote, found.resource, task.kind === 'create' ? task.body : undefined);
    if (found.is !== 'none') return found;
    if (task.kind === 'find') return { is: 'absent' };
    const created = await this.#create(task.body, send);
    if (created.is !== 'conflict') return created;
    const taken = await look();
    return taken.is === 'found' ? adopted(taken.remote, taken.resource, task.body) : created;
  }

  async #create(body: Attributes, send: Send): Promise<Outcome> {
    const changed = changedNames(undefined, body);
    const sent = await send({ method: 'POST', path, body }, { op: 'create', asked: 'collection', changed });
    if (sent.is === 'not') return sent.outcome;
    const { id } = (sent.answer.body ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'string' || id === '') {
      return { is: 'failed', status: sent.answer.status, code: 'answer_without_id', certain: false };
    }
    return { is: 'done', remote: { id, etag: sent.answer.etag }, applied: body };
  }

  async #update(task: Execution['task'] & { kind: 'update' }, update: 'put' | 'patch', send: Send): Promise<Outcome> {
    let remote: Remote = { id: task.remoteId, etag: undefined };
    for (const request of updateRequests(task, update, this.profile.activation)) {
      const { op, changed, method, body } = request;
      const sent = await send(
        { method, path: `${path}/${encodeURIComponent(task.remoteId)}`, body },
        { op, asked: 'resource', changed },
      );
      if (sent.is === 'not') return unlessLearned(sent.outcome, update);
      remote = { id: task.remoteId, etag: sent.answer.etag };
    }
    return { is: 'done', remote, applied: task.body };
  }

  async #delete(remoteId: string, send: Send): Promise<Outcome> {
    const sent = await send(
      { method: 'DELETE', path: `${path}/${encodeURIComponent(remoteId)}` },
      { op: 'delete', asked: 'resource' },
    );
    if (sent.is === 'ok' || sent.outcome.is === 'vanished') return { is: 'absent' };
    return sent.outcome;
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
