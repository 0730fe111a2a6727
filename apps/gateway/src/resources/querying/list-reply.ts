import { type ListPage, listResponse } from '#scim';
import { type ReplyBody, type ScimReply, textOf } from '../../exchange/scim-reply.js';
import type { PresentedPage } from '../presenting/presented-page.js';

type ListHead = ListPage extends infer Page ? (Page extends ListPage ? Omit<Page, 'resources'> : never) : never;

/** @param count of the resources, which an answer in pieces says before it has read them */
export const listReply = (head: ListHead, page: PresentedPage, count: number): ScimReply => {
  const { Resources: _, ...empty } = listResponse({ ...head, resources: [] });
  const beginning = `${JSON.stringify({ ...empty, itemsPerPage: count }).slice(0, -1)},"Resources":[`;
  const body: ReplyBody =
    page.is === 'whole'
      ? { is: 'text', text: `${beginning}${page.resources.join()}]}` }
      : { is: 'pieces', pieces: pieces(beginning, page.resources) };
  return { kind: 'reply', status: 200, body };
};

/** `Resources` is the last key: what is written before its closing bracket comes first. */
async function* pieces(beginning: string, resources: AsyncIterable<ReplyBody>): AsyncGenerator<string> {
  let before = beginning;
  for await (const body of resources) {
    if (body.is === 'pieces') {
      yield before;
      yield* body.pieces;
    } else yield `${before}${textOf(body)}`;
    before = ',';
  }
  yield before === ',' ? ']}' : `${before}]}`;
}
