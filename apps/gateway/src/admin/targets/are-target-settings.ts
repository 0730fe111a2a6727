import { ValidateBy } from 'class-validator';
import { targetSettingProblems } from '#domain';

const problemsOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? targetSettingProblems(value as Record<string, unknown>)
    : ['must be an object'];

/** Each setting known and within its bounds; the message names those that are not. */
export const AreTargetSettings = (): PropertyDecorator =>
  ValidateBy({
    name: 'areTargetSettings',
    validator: {
      validate: (value) => problemsOf(value).length === 0,
      defaultMessage: (about) => problemsOf(about?.value).join('; '),
    },
  });
