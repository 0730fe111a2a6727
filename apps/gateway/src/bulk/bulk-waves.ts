import { type BulkOperation, type BulkStep, claimedValues, isObject, type ScimSettings } from '#scim';

/** How many operations of one bulk request run at once. */
const WAVE = 64;

/**
 * Cuts a plan into runs of steps whose order does not show: creates that claim different values and refer to nothing
 * made in the same run, second steps of different resources, deletes of different resources. Everything else runs by
 * itself, so that the outcome is that of one operation after another.
 */
export const bulkWaves = (steps: readonly BulkStep[], settings: ScimSettings): readonly (readonly BulkStep[])[] => {
  const waves: BulkStep[][] = [];
  let kind: string | undefined;
  let taken = new Set<string>();
  for (const step of steps) {
    const marks = marksOf(step, settings);
    const wave = waves.at(-1);
    const fits =
      wave !== undefined &&
      marks !== undefined &&
      marks.kind === kind &&
      wave.length < WAVE &&
      ![...marks.touches, ...marks.needs].some((mark) => taken.has(mark));
    if (!fits || !wave) {
      waves.push([step]);
      kind = marks?.kind;
      taken = new Set(marks?.touches);
      continue;
    }
    wave.push(step);
    for (const mark of marks.touches) taken.add(mark);
  }
  return waves;
};

/** Steps of one kind run together when none touches or needs what another one touches. */
type Marks = { readonly kind: string; readonly touches: readonly string[]; readonly needs: readonly string[] };

/** Nothing when the step has to run by itself. */
const marksOf = (step: BulkStep, settings: ScimSettings): Marks | undefined => {
  if (step.kind === 'fail') return undefined;
  const { operation } = step;
  const created = [`bulkId:${operation.bulkId}`, ...claimsOf(operation, settings)];
  if (step.kind === 'complete') return { kind: 'complete', touches: created, needs: [] };
  const needs = step.needs.map((bulkId) => `bulkId:${bulkId}`);
  switch (operation.method) {
    case 'POST':
      return { kind: 'POST', touches: created, needs };
    case 'DELETE':
      return { kind: 'DELETE', touches: [`id:${operation.id}`], needs: [] };
    default:
      return undefined;
  }
};

/** The claims of a body as it came, its names in any case. */
const claimsOf = ({ resourceType, data }: BulkOperation, settings: ScimSettings): readonly string[] => {
  if (!isObject(data)) return [];
  const folded = Object.fromEntries(resourceType.schema.attributes.map(({ name }) => [name.toLowerCase(), name]));
  const spelled = Object.entries(data).map(([name, value]) => [folded[name.toLowerCase()] ?? name, value]);
  const { values } = claimedValues(resourceType, Object.fromEntries(spelled), settings);
  return values.map(({ scope, canonical }) => `${scope}:${canonical}`);
};
