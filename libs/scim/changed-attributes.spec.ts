import fc from 'fast-check';
import { changedAttributes } from './changed-attributes.js';

describe('changed attributes', () => {
  it('283: are none when only the order of names differs', () => {
    expect(
      changedAttributes(
        { name: { a: 1, b: 2 }, emails: [{ x: 1, y: 2 }] },
        { emails: [{ y: 2, x: 1 }], name: { b: 2, a: 1 } },
      ),
    ).toEqual([]);
  });

  it('are named when added, removed, changed or put in another order, but schemas never', () => {
    const before = { schemas: ['a'], kept: 1, gone: 1, changed: { a: 1 }, list: [1, 2] };
    const after = { schemas: ['a', 'b'], kept: 1, changed: { a: 2 }, list: [2, 1], added: null, constructor: 1 };
    expect(changedAttributes(before, after)).toEqual(['added', 'changed', 'constructor', 'gone', 'list']);
  });

  it('are none between a value and its copy, and never depend on the direction', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (one, other) => {
          expect(changedAttributes(one, structuredClone(one))).toEqual([]);
          expect(changedAttributes(one, other)).toEqual(changedAttributes(other, one));
        },
      ),
    );
  });
});
