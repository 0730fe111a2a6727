import { type ListPage, listResponse } from '#scim';
import { jsonReply, type ReplyBody, type ScimReply } from '../../exchange/scim-reply.js';
import type { PresentedPage } from '../presenting/presented-page.js';

type ListHead = ListPage extends infer Page ? (Page extends ListPage ? Omit<Page, 'resources'> : never) : never;

/** @param count of the resources, which an answer in pieces says before it has read them */
export const listReply = (head: ListHead, page: PresentedPage, count: number): ScimReply => {
  if (page.is === 'whole') return jsonReply(200, listResponse({ ...head, resources: page.resources }));
  const empty = { ...listResponse({ ...head, resources: [] }), itemsPerPage: count };
  return { kind: 'reply', status: 200, body: { is: 'pieces', pieces: pieces(empty, page.resources) } };
};

/** `Resources` is the last key: what is written before its closing bracket comes first. */
async function* pieces(empty: Record<string, unknown>, resources: AsyncIterable<ReplyBody>): AsyncGenerator<string> {
  const { Resources: _, ...head } = empty;
  let before = `${JSON.stringify(head).slice(0, -1)},"Resources":[`;
  for await (const body of resources) {
    if (body.is === 'json') yield `${before}${JSON.stringify(body.value)}`;
    else {
      yield before;
      yield* body.pieces;
    }
    before = ',';
  }
  yield before === ',' ? ']}' : `${before}]}`;
}
