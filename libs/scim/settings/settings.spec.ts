import { settingDescriptions } from './descriptions.js';
import { defaultLimits, limitDescriptions, limitNames } from './limits.js';
import { presetOf, providerKinds, settingNames } from './presets.js';
import { readSettings } from './read-settings.js';

describe('settings of a directory', () => {
  it.each(settingNames)('%s offers its default and a choice, and says why', (name) => {
    const { values, default: value, reason } = settingDescriptions[name];
    expect(values).toContain(value);
    expect(values.length).toBeGreaterThan(1);
    expect(reason.length).toBeGreaterThan(20);
  });

  it.each(providerKinds)('the preset of %s is complete, allowed and frozen', (kind) => {
    const preset = presetOf(kind);
    expect(readSettings(preset)).toEqual({ kind: 'valid', settings: preset });
    expect(Object.keys(preset).sort()).toEqual([...settingNames].sort());
    expect(Object.isFrozen(preset)).toBe(true);
  });

  it('keeps what a sparse PUT leaves out for JumpCloud and clears it for others', () => {
    expect(presetOf('jumpcloud')).toMatchObject({ putMissing: 'keep', putNull: 'keep' });
    expect(presetOf('generic')).toMatchObject({ putMissing: 'clear', putNull: 'clear' });
  });

  it.each(limitNames)('the limit %s has a default within its bounds, and says why', (name) => {
    const { most, reason } = limitDescriptions[name];
    expect(defaultLimits[name]).toBeGreaterThanOrEqual(1);
    expect(defaultLimits[name]).toBeLessThanOrEqual(most);
    expect(reason.length).toBeGreaterThan(20);
  });

  it('takes whole numbers within bounds for limits', () => {
    expect(readSettings({ pageSize: 50 })).toEqual({ kind: 'valid', settings: { pageSize: 50 } });
    const problems = [
      'burst: must be a whole number from 1 to 1000000',
      'pageSize: must be a whole number from 1 to 10000',
    ];
    expect(readSettings({ burst: 0, pageSize: '50' })).toEqual({ kind: 'invalid', problems });
  });

  it('reports every wrong override at once by name', () => {
    const read = readSettings({ patchResponse: 'maybe', shoeSize: 42, requireIfMatch: true, __proto__x: 1 });
    expect(read).toEqual({
      kind: 'invalid',
      problems: [
        'patchResponse: must be one of "resource", "no-content"',
        'shoeSize: there is no such setting',
        '__proto__x: there is no such setting',
      ],
    });
    expect(readSettings(null)).toEqual({ kind: 'invalid', problems: ['settings: must be an object'] });
  });
});
