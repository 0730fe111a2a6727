import type { StoredResource } from '#read-model';
import type { ReplyBody } from '../../exchange/scim-reply.js';
import { inSlices } from '../presenting/presented-page.js';
import { listReply } from './list-reply.js';

const resource = (type: string, id: number): StoredResource => ({
  type,
  id: String(id),
  version: 1,
  cascades: 0,
  createdAt: 0,
  modifiedAt: 0,
  attributes: {},
});

const groups = (count: number) => Array.from({ length: count }, (_, id) => resource('Group', id));

const json = ({ id }: StoredResource): ReplyBody => ({ is: 'json', value: { id } });

const inPieces = ({ id }: StoredResource): ReplyBody => ({
  is: 'pieces',
  pieces: (async function* () {
    yield `{"id":"${id}",`;
    yield '"members":[]}';
  })(),
});

const presenting = (bodyOf: (resource: StoredResource) => ReplyBody) => {
  const sizes: number[] = [];
  const slicing = {
    isShownWithMembers: ({ type }: StoredResource) => type === 'Group',
    slice: async (part: readonly StoredResource[]) => {
      sizes.push(part.length);
      return part.map(bodyOf);
    },
  };
  return { sizes, slicing };
};

const textOf = async (body: ReplyBody | undefined): Promise<string> => {
  if (body?.is !== 'pieces') throw new Error('the answer is not in pieces');
  let text = '';
  for await (const piece of body.pieces) text += piece;
  return text;
};

describe('a list answer', () => {
  it('is whole when all members were in the first slice', async () => {
    const { sizes, slicing } = presenting(json);
    const page = await inSlices(
      [...groups(20), ...Array.from({ length: 500 }, (_, id) => resource('User', id))],
      slicing,
    );
    expect(page.is).toBe('whole');
    expect(sizes).toEqual([520]);
  });

  it('reads a slice when the one before has gone out, and says the same as a whole one', async () => {
    const { sizes, slicing } = presenting(json);
    const page = await inSlices(groups(45), slicing);
    expect(sizes).toEqual([20]);
    const answer = listReply({ paging: 'index', startIndex: 3, totalResults: 99 }, page, 45);
    expect(JSON.parse(await textOf(answer.body))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 99,
      startIndex: 3,
      itemsPerPage: 45,
      Resources: groups(45).map(({ id }) => ({ id })),
    });
    expect(sizes).toEqual([20, 20, 5]);
  });

  it('goes out in pieces when one of its groups does', async () => {
    const { slicing } = presenting((shown) => (shown.id === '1' ? inPieces(shown) : json(shown)));
    const page = await inSlices(groups(3), slicing);
    const answer = listReply({ paging: 'cursor', nextCursor: 'next', totalResults: 3 }, page, 3);
    expect(JSON.parse(await textOf(answer.body))).toMatchObject({
      nextCursor: 'next',
      itemsPerPage: 3,
      Resources: [{ id: '0' }, { id: '1', members: [] }, { id: '2' }],
    });
  });
});
