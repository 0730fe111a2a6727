import type { Attributes } from '#lifecycle';
import type { TargetChange } from './folded.js';

/** The parts of a target event's data that sync knows. What is not of the expected type is as if it were absent. */
export const readTargetChange = (data: Attributes): TargetChange => {
  const directoryId = text(data['directoryId']);
  const name = text(data['name']);
  const profile = text(data['profile']);
  const baseUrl = text(data['url']);
  const sealedSecret = text(data['secret']);
  const settings = data['settings'];
  return {
    ...(directoryId !== undefined && { directoryId }),
    ...(name !== undefined && { name }),
    ...(profile !== undefined && { profile }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(sealedSecret !== undefined && { sealedSecret }),
    ...(typeof settings === 'object' && settings !== null && { settings: settings as Attributes }),
  };
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
