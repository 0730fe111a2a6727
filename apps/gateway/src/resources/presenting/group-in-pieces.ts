import type { StoredMember } from '#read-model';
import type { Attributes } from '#scim';
import type { ReplyBody } from '../../exchange/scim-reply.js';

/** Members in one answer before it is sent in pieces; also what is read at a time. */
const WHOLE_UP_TO = 1_000;

/**
 * A group's body with its members page by page: the object without its last brace, then `"members":[`, the pages, and
 * the end. What one page of members looks like is asked of the same projection as the whole.
 */
export const groupInPieces = (
  body: (members: readonly StoredMember[]) => Attributes,
  first: readonly StoredMember[],
  rest: AsyncIterable<readonly StoredMember[]>,
): ReplyBody => {
  if (first.length < WHOLE_UP_TO) return { is: 'json', value: body(first) };
  return { is: 'pieces', pieces: pieces(body, first, rest) };
};

async function* pieces(
  body: (members: readonly StoredMember[]) => Attributes,
  first: readonly StoredMember[],
  rest: AsyncIterable<readonly StoredMember[]>,
): AsyncGenerator<string> {
  const { members, ...others } = body(first);
  yield `${JSON.stringify(others).slice(0, -1)},"members":[${listed(members)}`;
  for await (const page of rest) if (page.length > 0) yield `,${listed(body(page)['members'])}`;
  yield ']}';
}

const listed = (members: unknown): string => JSON.stringify(members ?? []).slice(1, -1);
