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
 * @param rest the JSON of further members, a page at a time, without brackets
 */
export async function* groupInPieces(
  body: BodyWith,
  first: readonly StoredMember[],
  rest: AsyncIterable<string>,
): AsyncGenerator<string> {
  const { members, ...others } = body(first);
  yield `${JSON.stringify(others).slice(0, -1)},"members":[${listed(members)}`;
  for await (const page of rest) if (page !== '') yield `,${page}`;
  yield ']}';
}

/** The JSON of members that are shown in part, page by page, without brackets. */
export async function* membersShownBy(
  body: BodyWith,
  pages: AsyncIterable<readonly StoredMember[]> | Iterable<readonly StoredMember[]>,
): AsyncGenerator<string> {
  for await (const page of pages) yield listed(page.length > 0 ? body(page)['members'] : undefined);
}

const listed = (members: unknown): string => JSON.stringify(members ?? []).slice(1, -1);
