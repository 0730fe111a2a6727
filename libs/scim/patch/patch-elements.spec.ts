import type { Attributes } from '../attributes.js';
import { changedAttributes } from '../changed-attributes.js';
import { userResourceType } from '../schema/resource-types.js';
import { USER_SCHEMA } from '../schema/urns.js';
import { presetOf } from '../settings/presets.js';
import type { ScimSettings } from '../settings/settings.js';
import { applyPatch } from './apply-patch.js';

const work = { type: 'work', value: 'ada@work.example', primary: true };
const home = { type: 'home', value: 'ada@home.example', display: 'Home' };
const ada: Attributes = { schemas: [USER_SCHEMA], userName: 'ada', emails: [work, home] };
const bare: Attributes = { schemas: [USER_SCHEMA], userName: 'ada' };

const patch = (operations: object | object[], settings: Partial<ScimSettings> = {}, current = ada) =>
  applyPatch(userResourceType, current, [operations].flat(), { ...presetOf('generic'), ...settings });
const patched = (...given: Parameters<typeof patch>): Attributes => {
  const result = patch(...given);
  if (result.kind !== 'patched') throw new Error(`${result.scimType}: ${result.detail}`);
  return result.attributes;
};
const emails = (...given: Parameters<typeof patch>) => patched(...given)['emails'];
const refusal = (scimType: string) => ({ kind: 'scim-error', status: 400, scimType });

describe('patching the elements of a multi-valued attribute', () => {
  it('179: an element without a type finds the same one again, though another type of its value came with it', () => {
    const add = {
      op: 'add',
      path: 'emails',
      value: [
        { value: work.value, display: 'x' },
        { value: work.value, type: 'other' },
      ],
    };
    const once = patched(add);
    expect(changedAttributes(once, patched(add, {}, once))).toEqual([]);
  });

  it('180: add appends, takes one object for a list, and repeats nothing', () => {
    const other = { value: 'x@example.com', type: 'other' };
    expect(emails({ op: 'add', path: 'emails', value: [other] })).toEqual([work, home, other]);
    expect(emails({ op: 'add', path: 'emails', value: other })).toEqual([work, home, other]);
    const twice = { op: 'add', path: 'emails', value: [other, other] };
    expect(emails([twice, twice])).toEqual([work, home, other]);
    expect(changedAttributes(ada, patched({ op: 'add', path: 'emails', value: [home] }))).toEqual([]);
  });

  it('180: an element that comes without its type is the stored one of that value', () => {
    expect(emails({ op: 'add', path: 'emails', value: [{ value: 'ADA@work.example' }] })).toEqual([
      { ...work, value: 'ADA@work.example' },
      home,
    ]);
  });

  it('187: replace without a filter replaces all of them; with an empty list none is left', () => {
    expect(emails({ op: 'replace', path: 'emails', value: [{ value: 'x' }] })).toEqual([{ value: 'x' }]);
    expect(patched({ op: 'replace', path: 'emails', value: [] })).toEqual(bare);
  });

  it('188: a sub-attribute changes in all matching elements', () => {
    expect(emails({ op: 'replace', path: 'emails[value ew ".example"].display', value: 'D' })).toEqual([
      { ...work, display: 'D' },
      { ...home, display: 'D' },
    ]);
    expect(emails({ op: 'replace', path: 'emails.display', value: 'D' })).toEqual([
      { ...work, display: 'D' },
      { ...home, display: 'D' },
    ]);
  });

  it('189: an object merges into the matching elements', () => {
    for (const op of ['add', 'replace']) {
      expect(emails({ op, path: 'emails[type eq "home"]', value: { value: 'new@home.example' } })).toEqual([
        work,
        { ...home, value: 'new@home.example' },
      ]);
    }
  });

  it('190: replace of what no element matches has no target, or creates by setting', () => {
    const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'x@example.com' };
    expect(patch(operation)).toMatchObject(refusal('noTarget'));
    expect(emails(operation, { replaceUnmatched: 'add' })).toEqual([
      work,
      home,
      { type: 'other', value: 'x@example.com' },
    ]);
  });

  it('191: add through an unmatched filter creates the element; a second operation finds it', () => {
    const operations = [
      { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '1 Main St' },
      { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Ghent' },
    ];
    expect(patched(operations)['addresses']).toEqual([{ type: 'work', formatted: '1 Main St', locality: 'Ghent' }]);
  });

  it('192: so does one of several equalities; a filter that describes no element has no target', () => {
    const path = 'phoneNumbers[type eq "mobile" and primary eq "True"].value';
    expect(patched({ op: 'add', path, value: '1' })['phoneNumbers']).toEqual([
      { type: 'mobile', primary: true, value: '1' },
    ]);
    expect(patch({ op: 'add', path: 'phoneNumbers[type sw "m"].value', value: '1' })).toMatchObject(
      refusal('noTarget'),
    );
    expect(patched({ op: 'add', path: 'phoneNumbers[type eq "fax"].value', value: null })).toEqual(ada);
  });

  it('193: filter literals compare by caseExact of the sub-attribute', () => {
    expect(emails({ op: 'replace', path: 'emails[TYPE eq "WORK"].value', value: 'x' })).toEqual([
      { ...work, value: 'x' },
      home,
    ]);
  });

  it('194: literals may hold dots, brackets and escaped quotes', () => {
    const odd = { type: 'a].b["c"', value: 'x' };
    const current = { ...ada, emails: [odd, home] };
    const path = `emails[type eq ${JSON.stringify(odd.type)}].value`;
    expect(emails({ op: 'replace', path, value: 'y' }, {}, current)).toEqual([{ ...odd, value: 'y' }, home]);
  });

  it('195: remove drops the matching elements, and the attribute with its last one', () => {
    expect(emails({ op: 'remove', path: 'emails[type eq "work"]' })).toEqual([home]);
    expect(patched({ op: 'remove', path: 'emails[value pr]' })).toEqual(bare);
    expect(patched({ op: 'remove', path: 'emails' })).toEqual(bare);
  });

  it('79: remove of what no element matches changes nothing, or has no target by setting', () => {
    for (const path of ['emails[type eq "fax"]', 'emails[type eq "fax"].display', 'ims[type eq "x"]']) {
      expect(patched({ op: 'remove', path })).toEqual(ada);
      expect(patch({ op: 'remove', path }, { removeUnmatched: 'no-target' })).toMatchObject(refusal('noTarget'));
    }
  });

  it('196: remove of a sub-attribute leaves the rest, and no element that only has labels', () => {
    expect(emails({ op: 'remove', path: 'emails[type eq "home"].display' })).toEqual([
      work,
      { type: 'home', value: 'ada@home.example' },
    ]);
    expect(emails({ op: 'remove', path: 'emails[type eq "work"].value' })).toEqual([home]);
    expect(emails({ op: 'replace', path: 'emails[type eq "work"].value', value: null })).toEqual([home]);
  });

  it('197: remove with a list of values removes those, and never all for a value that names none', () => {
    expect(emails({ op: 'remove', path: 'emails', value: [{ value: 'ADA@work.example' }] })).toEqual([home]);
    expect(emails({ op: 'remove', path: 'emails', value: { value: 'ada@home.example', type: 'home' } })).toEqual([
      work,
    ]);
    expect(emails({ op: 'remove', path: 'emails', value: [{ value: 'ada@home.example', type: 'work' }] })).toEqual([
      work,
      home,
    ]);
    expect(emails({ op: 'remove', path: 'emails', value: [] })).toEqual([work, home]);
    expect(patch({ op: 'remove', path: 'emails', value: 'x' })).toMatchObject(refusal('invalidValue'));
  });

  it('198: a new primary takes the mark from the others', () => {
    const marked = [
      { ...work, primary: false },
      { ...home, primary: true },
    ];
    expect(emails({ op: 'replace', path: 'emails[type eq "home"].primary', value: 'True' })).toEqual(marked);
    expect(emails({ op: 'add', path: 'emails', value: { ...home, primary: true } })).toEqual(marked);
    expect(emails({ op: 'add', path: 'emails[type eq "home"]', value: { primary: true } })).toEqual(marked);
    expect(emails({ op: 'replace', path: 'emails[value pr].primary', value: true })).toEqual([
      work,
      { ...home, primary: false },
    ]);
  });

  it('69: two primary values in one list are refused, or the first is believed', () => {
    const value = ['a', 'b'].map((text) => ({ value: text, primary: true }));
    expect(patch({ op: 'replace', path: 'emails', value })).toMatchObject(refusal('invalidValue'));
    expect(emails({ op: 'replace', path: 'emails', value }, { severalPrimary: 'keep-first' })).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: false },
    ]);
  });

  it('keeps one element when an edit makes two the same', () => {
    const current = {
      ...ada,
      emails: [
        { type: 'work', value: 'a' },
        { type: 'home', value: 'a' },
      ],
    };
    expect(emails({ op: 'replace', path: 'emails[type eq "home"].type', value: 'work' }, {}, current)).toEqual([
      { type: 'work', value: 'a' },
    ]);
  });

  it('applies 1,000 operations to 1,000 elements in bounded time', () => {
    const value = Array.from({ length: 500 }, (_, at) => ({ value: `${at}@example.com`, type: 'work' }));
    const current = patched({ op: 'replace', path: 'emails', value });
    const adding = value.map((email) => ({ op: 'add', path: 'emails', value: { ...email, type: 'home' } }));
    const editing = value.map(({ value: text }) => ({ op: 'replace', path: 'emails[value pr].display', value: text }));
    const started = process.cpuUsage();
    expect(emails([...adding, ...editing], {}, current)).toHaveLength(1_000);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000);
  });
});
