import type { Database } from '#persistence';
import { checkFilter, compileFilter, isScimError, parseFilter, type ScimError } from '#scim';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { Question } from './questions-of-change.js';

/** Puts questions to the stored resources of one directory. */
export class ExistingData {
  constructor(private readonly parts: { readonly database: Database; readonly generation: ActiveGeneration }) {}

  /** The problems of those questions that any resource matches. */
  async problemsWith(directoryId: string, questions: readonly Question[]): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const question of questions) {
      if (await this.#isMatched(directoryId, question)) problems.push(question.problem);
    }
    return problems;
  }

  async #isMatched(directoryId: string, { type, filter }: Question): Promise<boolean> {
    const { database, generation } = this.parts;
    const query = { directoryId, types: [type.name], offset: 0, limit: 0 };
    if (filter === undefined) return (await generation.model.page(database, query)).total > 0;
    const node = parseFilter(filter);
    const checked = isScimError(node) ? node : checkFilter(node, type);
    if (isScimError(checked)) throw unusable(filter, checked);
    const options = { alias: 'r', schema: generation.schema, firstParameter: 1, directoryId, locationPrefix: '' };
    const { sql: text, values } = compileFilter(checked, options);
    return (await generation.model.page(database, { ...query, condition: { text, values } })).total > 0;
  }
}

const unusable = (filter: string, { detail }: ScimError): Error =>
  new Error(`The question ${filter} cannot be put: ${detail}`);
