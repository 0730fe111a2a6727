import type { Exchange, Outcome } from '../driver.js';
import type { Asked } from './classify.js';
import type { ScimAnswer, ScimRequest } from './scim-client.js';

/** What a request is for: the operation log and the meaning of its answer need it. */
export type Note = { readonly op: Exchange['op']; readonly asked: Asked; readonly changed?: readonly string[] };

export type Sent =
  | { readonly is: 'ok'; readonly answer: ScimAnswer & { is: 'answer' } }
  | { readonly is: 'not'; readonly outcome: Outcome };

/** Sends one request: waits for the rate, keeps the exchange, sorts the answer. */
export type Send = (request: Pick<ScimRequest, 'method' | 'path' | 'body'>, note: Note) => Promise<Sent>;
