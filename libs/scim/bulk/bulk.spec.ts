import fc from 'fast-check';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { scimError } from '../scim-error.js';
import { BULK_REQUEST_SCHEMA, type BulkRequest } from './bulk-operation.js';
import { bulkIdsIn, resolveBulkIds } from './bulk-references.js';
import { bulkResponseBody } from './bulk-response.js';
import { parseBulkRequest } from './parse-bulk.js';
import { planBulk } from './plan-bulk.js';

const types = [userResourceType, groupResourceType];
const schemas = [BULK_REQUEST_SCHEMA];
const parse = (body: unknown, maxOperations = 100) => parseBulkRequest(body, types, { maxOperations });
const request = (...Operations: unknown[]): BulkRequest => {
  const parsed = parse({ schemas, Operations }, 10_000);
  if (parsed.kind !== 'bulk-request') throw new Error(parsed.detail);
  return parsed;
};
const one = (operation: unknown) => request(operation).operations[0];
const post = (bulkId: string, data: object = {}, path = '/Users') => ({ method: 'POST', path, bulkId, data });
const group = (bulkId: string, ...members: string[]) =>
  post(bulkId, { displayName: bulkId, members: members.map((id) => ({ value: `bulkId:${id}` })) }, '/Groups');
const plan = (...operations: unknown[]) => planBulk(request(...operations).operations);
const order = (...operations: unknown[]) => plan(...operations).map(({ kind, index }) => `${kind} ${index}`);
const refused = { kind: 'scim-error', status: 400, scimType: 'invalidSyntax' };

describe('reading a bulk request', () => {
  it.each([
    [],
    'x',
    { Operations: [] },
    { schemas: ['urn:x'], Operations: [] },
    { schemas },
    { schemas, Operations: {} },
  ])('221: refuses %j', (body) => {
    expect(parse(body)).toMatchObject(refused);
  });

  it('220: keeps request order and what an answer needs', () => {
    const { operations } = request(
      { method: 'post', path: '/Users', bulkId: 'a', data: {} },
      { method: 'PATCH', path: 'Users/1', version: 'W/"2"', data: { Operations: [] } },
      { METHOD: 'DELETE', PATH: '/Groups/2/' },
    );
    expect(operations).toEqual([
      { kind: 'operation', method: 'POST', resourceType: userResourceType, bulkId: 'a', data: {} },
      {
        kind: 'operation',
        method: 'PATCH',
        resourceType: userResourceType,
        id: '1',
        version: 'W/"2"',
        data: { Operations: [] },
      },
      { kind: 'operation', method: 'DELETE', resourceType: groupResourceType, id: '2' },
    ]);
  });

  it('222: a POST without a bulkId, or with one used before, is an error of its own', () => {
    const { operations } = request({ method: 'POST', path: '/Users', data: {} }, post('a'), post('a'), post(''));
    expect(operations.map(({ kind }) => kind)).toEqual(['faulty', 'operation', 'faulty', 'faulty']);
    expect(operations[2]).toMatchObject({ bulkId: 'a', error: refused });
  });

  it.each([
    [{ method: 'GET', path: '/Users/1' }, 400],
    [{ method: 'PUT', path: '/Nothing/1', data: {} }, 404],
    [{ method: 'PUT', path: '/Users/1/x', data: {} }, 404],
    [{ method: 'POST', path: '/Users/1', bulkId: 'a', data: {} }, 405],
    [{ method: 'DELETE', path: '/Users' }, 405],
    [{ method: 'PUT', path: '/Users/1' }, 400],
    [{ method: 'PUT', path: 7, data: {} }, 400],
    [{ path: '/Users' }, 400],
    ['text', 400],
    [null, 400],
  ])('223: %j is an error of its own', (operation, status) => {
    expect(one(operation)).toMatchObject({ kind: 'faulty', error: { status } });
  });

  it.each(['/Bulk', '/Users/.search', '/.search', '/Me', '/Me/x'])(
    '231: %s within a bulk is an error of its own',
    (path) => {
      expect(one({ method: 'POST', path, bulkId: 'a', data: {} })).toMatchObject({
        kind: 'faulty',
        error: { status: 400 },
      });
    },
  );

  it('226: failOnErrors is a whole number of 1 or more; 0 is none', () => {
    expect(parse({ schemas, Operations: [], failOnErrors: 2 })).toMatchObject({ failOnErrors: 2 });
    expect(parse({ schemas, Operations: [] })).not.toHaveProperty('failOnErrors');
    expect(parse({ schemas, Operations: [], failOnErrors: 0 })).not.toHaveProperty('failOnErrors');
    for (const failOnErrors of [-1, 1.5, '1']) {
      expect(parse({ schemas, Operations: [], failOnErrors })).toMatchObject({ status: 400 });
    }
  });

  it('230: more than the maximum is 413 and names it', () => {
    expect(parse({ schemas, Operations: Array(101).fill({}) })).toMatchObject({
      status: 413,
      detail: expect.stringContaining('100'),
    });
  });
});

describe('references by bulkId', () => {
  it('227: are found and replaced in data, URIs, paths and filters', () => {
    const value = {
      members: [{ value: 'bulkId:a', $ref: 'https://x/Users/bulkId:a' }],
      manager: 'bulkId:b',
      Operations: [{ path: 'members[value eq "bulkId:c"]', value: ['bulkId:d', 7, null] }],
      title: 'about bulkId: and nothing else',
    };
    expect([...bulkIdsIn(value)]).toEqual(['a', 'b', 'c', 'd']);
    expect(
      resolveBulkIds(
        value,
        new Map([
          ['a', '1'],
          ['b', '2'],
          ['c', '3"'],
          ['d', '4'],
        ]),
      ),
    ).toEqual({
      members: [{ value: '1', $ref: 'https://x/Users/1' }],
      manager: '2',
      Operations: [{ path: 'members[value eq "3\\""]', value: ['4', 7, null] }],
      title: 'about bulkId: and nothing else',
    });
    expect(resolveBulkIds(value, new Map())).toEqual(value);
  });

  it('227: a __proto__ in the data stays an ordinary name', () => {
    const resolved = resolveBulkIds(JSON.parse('{"__proto__":{"value":"bulkId:a"}}'), new Map([['a', '1']]));
    expect(JSON.stringify(resolved)).toBe('{"__proto__":{"value":"1"}}');
  });
});

describe('the plan of a bulk request', () => {
  it('220: keeps the order where nothing refers ahead', () => {
    expect(order(post('a'), group('g', 'a'), { method: 'DELETE', path: '/Users/1' })).toEqual([
      'execute 0',
      'execute 1',
      'execute 2',
    ]);
  });

  it('227: what others refer to runs before them', () => {
    const put = { method: 'PUT', path: '/Users/bulkId:b', data: { manager: 'bulkId:c' } };
    expect(order(group('g', 'a', 'b'), put, post('a'), post('b'), post('c'))).toEqual([
      'execute 2',
      'execute 3',
      'execute 0',
      'execute 4',
      'execute 1',
    ]);
    expect(plan(put, post('b'), post('c'))[2]).toMatchObject({ index: 0, needs: ['b', 'c'] });
  });

  it('228: circular members are added once both groups exist', () => {
    const steps = plan(group('A', 'B', 'u'), group('B', 'A'), post('u'));
    expect(steps.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
      'execute 1',
      'execute 2',
      'execute 0',
      'complete 1',
    ]);
    expect(steps[0]).toMatchObject({ operation: { data: { displayName: 'B', members: [] } }, needs: [] });
    expect(steps[2]).toMatchObject({
      operation: { data: { members: [{ value: 'bulkId:B' }, { value: 'bulkId:u' }] } },
    });
    expect(steps[3]).toMatchObject({
      needs: ['A'],
      later: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:A' }] }],
    });
  });

  it('228: so are a group in itself, circles of three, and managers of one another', () => {
    expect(order(group('A', 'A'))).toEqual(['execute 0', 'complete 0']);
    expect(order(group('A', 'B'), group('B', 'C'), group('C', 'A', 'B'))).toEqual([
      'execute 2',
      'execute 1',
      'execute 0',
      'complete 2',
    ]);
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const user = (bulkId: string, manager: string) =>
      post(bulkId, { userName: bulkId, [urn]: { department: 'x', manager: { value: `bulkId:${manager}` } } });
    expect(plan(user('a', 'b'), user('b', 'a'))).toMatchObject([
      { index: 1, operation: { data: { userName: 'b', [urn]: { department: 'x' } } } },
      { index: 0 },
      { kind: 'complete', index: 1, later: [{ op: 'add', path: `${urn}:manager`, value: { value: 'bulkId:a' } }] },
    ]);
  });

  it('228: nothing in a circle waits for another creation where all references are made afterwards', () => {
    const ring = [group('A', 'B', 'u'), group('B', 'C'), group('C', 'A'), post('u'), group('out', 'A')];
    const steps = planBulk(request(...ring).operations, 'all');
    expect(steps.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
      'execute 2',
      'execute 1',
      'execute 3',
      'execute 0',
      'complete 2',
      'complete 1',
      'complete 0',
      'execute 4',
    ]);
    const needs = steps.map((step) => (step.kind === 'fail' ? [] : step.needs));
    expect(needs).toEqual([[], [], [], ['u'], ['A'], ['C'], ['B'], ['A']]);
    expect(steps[3]).toMatchObject({ operation: { data: { members: [{ value: 'bulkId:u' }] } } });
    expect(steps[6]).toMatchObject({ later: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:B' }] }] });
  });

  it('228: what is required is there at once, where the circle allows it', () => {
    const owned = (bulkId: string, owner: string) => post(bulkId, { USERNAME: `bulkId:${owner}`, title: 'x' });
    const steps = planBulk(request(post('a', { userName: 'a', title: 'bulkId:b' }), owned('b', 'a')).operations, 'all');
    expect(steps).toMatchObject([
      { kind: 'execute', index: 1, operation: { data: { title: 'x' } }, needs: [] },
      { kind: 'execute', index: 0 },
      { kind: 'complete', index: 1 },
      { kind: 'complete', index: 0 },
    ]);
    const kept = planBulk(request(owned('b', 'a'), post('a', { userName: 'a', title: 'bulkId:b' })).operations, 'all');
    expect(kept).toMatchObject([
      { kind: 'execute', index: 1, operation: { data: { userName: 'a' } } },
      { kind: 'execute', index: 0, operation: { data: { USERNAME: 'bulkId:a' } }, needs: ['a'] },
      { kind: 'complete', index: 1 },
    ]);
  });

  it('229: an unknown bulkId fails the operation that names it, and only that', () => {
    expect(plan(group('g', 'nobody'), post('a'))).toMatchObject([
      { kind: 'fail', index: 0, error: { status: 400, scimType: 'invalidValue' } },
      { kind: 'execute', index: 1 },
    ]);
  });

  it.each(['fewest', 'all'] as const)(
    'runs every operation exactly once, nothing before what it needs, deferring %s',
    (deferral) => {
      const ids = ['a', 'b', 'c', 'd', 'e'];
      const references = fc.array(fc.subarray(ids), { minLength: ids.length, maxLength: ids.length });
      fc.assert(
        fc.property(references, (lists) => {
          const groups = lists.map((list, at) => group(ids[at]!, ...list));
          const steps = planBulk(request(...groups).operations, deferral);
          const started = steps.filter((step) => step.kind === 'execute').map(({ index }) => index);
          expect([...started].sort()).toEqual([0, 1, 2, 3, 4]);
          const made = new Set<string>();
          const added = new Set<string>();
          for (const step of steps) {
            if (step.kind === 'fail') continue;
            expect(step.needs.filter((bulkId) => !made.has(bulkId))).toEqual([]);
            if (step.kind === 'execute') made.add(ids[step.index]!);
            const { data } = step.operation;
            const asked = step.kind === 'execute' ? bulkIdsIn(data ?? null) : bulkIdsIn(step.later);
            expect([...asked].sort()).toEqual([...step.needs].sort());
            for (const bulkId of asked) added.add(`${step.index} ${bulkId}`);
          }
          expect(added).toEqual(new Set(lists.flatMap((list, at) => list.map((bulkId) => `${at} ${bulkId}`))));
        }),
      );
    },
  );

  it('plans a chain of 10,000 operations without recursing', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => group(`${at}`, ...(at < 9_999 ? [`${at + 1}`] : [])));
    expect(plan(...chain).map(({ index }) => index)).toEqual(Array.from({ length: 10_000 }, (_, at) => 9_999 - at));
  });
});

describe('the answer to a bulk request', () => {
  it('220, 224: lists results with status as a string and errors in full', () => {
    const error = scimError(409, 'userName is taken.', 'uniqueness');
    expect(
      bulkResponseBody([
        { method: 'POST', bulkId: 'a', location: 'https://x/Users/1', version: 'W/"1"', status: 201 },
        { method: 'POST', bulkId: 'b', error },
      ]),
    ).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        { method: 'POST', bulkId: 'a', location: 'https://x/Users/1', version: 'W/"1"', status: '201' },
        {
          method: 'POST',
          bulkId: 'b',
          status: '409',
          response: {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: '409',
            scimType: 'uniqueness',
            detail: 'userName is taken.',
          },
        },
      ],
    });
  });
});
