import type { StoredMember } from '#read-model';
import type { Attributes } from '#scim';
import { MEMBERS_PER_PAGE } from '../reading/resource-reader.js';

/** What a group looks like with these members, under the projection of the answer. */
export type BodyWith = (members: readonly StoredMember[]) => Attributes;

/** Whether there may be more members than these first ones, so that the group is sent in pieces. */
export const isFullPage = (first: readonly StoredMember[]): boolean => first.length >= MEMBERS_PER_PAGE;

/**
 * A group's body with its members page by page: the object without its last brace, then `"members":[`, the pages, and
 * the end. Memory does not grow with the group.
 *
 * @param whole members as text when nothing of them is left out. Projecting each costs ten times as much; so when the
 *   first page comes to the same both ways, the others are written this way
 */
export async function* groupInPieces(
  body: BodyWith,
  whole: (members: readonly StoredMember[]) => string,
  first: readonly StoredMember[],
  rest: AsyncIterable<readonly StoredMember[]>,
): AsyncGenerator<string> {
  const { members, ...others } = body(first);
  const shown = listed(members);
  const isWhole = shown === whole(first);
  yield `${JSON.stringify(others).slice(0, -1)},"members":[${shown}`;
  for await (const page of rest) {
    if (page.length > 0) yield `,${isWhole ? whole(page) : listed(body(page)['members'])}`;
  }
  yield ']}';
}

const listed = (members: unknown): string => JSON.stringify(members ?? []).slice(1, -1);
