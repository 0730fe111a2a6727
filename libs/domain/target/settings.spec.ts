import { targetSettingProblems } from './settings.js';

describe('settings of a target', () => {
  it('are taken when each is known and within its bounds', () => {
    expect(targetSettingProblems({})).toEqual([]);
    expect(targetSettingProblems({ onDelete: 'leave', ratePerSecond: 0.5, concurrency: 64 })).toEqual([]);
  });

  it('are refused by name, with what would do, all at once', () => {
    expect(targetSettingProblems({ rate: 1, onDelete: 'keep', timeoutMs: '5', burst: 0, constructor: 1 })).toEqual([
      expect.stringMatching(/^rate: is no setting of a target; there are onDelete, ratePerSecond, /),
      'onDelete: must be delete or deactivate or leave',
      'timeoutMs: must be a number from 100 to 60000',
      'burst: must be a number from 1 to 10000',
      expect.stringMatching(/^constructor: is no setting/),
    ]);
  });
});
