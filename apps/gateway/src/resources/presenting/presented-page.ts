import type { StoredResource } from '#read-model';
import { type ReplyBody, textOf } from '../../exchange/scim-reply.js';

/** The resources of a list answer: the JSON of all of them, or one after another as they are read. */
export type PresentedPage =
  | { readonly is: 'whole'; readonly resources: readonly string[] }
  | { readonly is: 'read-on'; readonly resources: AsyncIterable<ReplyBody> };

/** Groups with members that are read together; with 1,000 members each they come to a few megabytes. */
const GROUPS_PER_SLICE = 20;

type Slicing = {
  isShownWithMembers(resource: StoredResource): boolean;
  slice(resources: readonly StoredResource[]): Promise<readonly ReplyBody[]>;
};

/** The first slice is read before the answer begins, so that what can fail at once still has a status of its own. */
export const inSlices = async (resources: readonly StoredResource[], slicing: Slicing): Promise<PresentedPage> => {
  const ends = endsOfSlices(resources, slicing);
  const first = await slicing.slice(resources.slice(0, ends[0]));
  const isWhole = ends.length < 2 && first.every(({ is }) => is !== 'pieces');
  if (!isWhole) return { is: 'read-on', resources: readOn(resources, ends, first, slicing) };
  return { is: 'whole', resources: first.flatMap((body) => (body.is === 'pieces' ? [] : [textOf(body)])) };
};

const endsOfSlices = (resources: readonly StoredResource[], { isShownWithMembers }: Slicing): readonly number[] => {
  const ends: number[] = [];
  let groups = 0;
  for (const [index, resource] of resources.entries()) {
    if (!isShownWithMembers(resource)) continue;
    if (groups === GROUPS_PER_SLICE) {
      ends.push(index);
      groups = 0;
    }
    groups += 1;
  }
  return [...ends, resources.length];
};

async function* readOn(
  resources: readonly StoredResource[],
  ends: readonly number[],
  first: readonly ReplyBody[],
  { slice }: Slicing,
): AsyncGenerator<ReplyBody> {
  yield* first;
  for (const [index, end] of ends.entries()) {
    if (index > 0) yield* await slice(resources.slice(ends[index - 1], end));
  }
}
