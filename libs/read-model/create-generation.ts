import type { Database } from '#persistence';
import { generationSchemaSql } from './schema/generation.js';
import { createPartitionRows } from './statements/projector/create-partition-rows.js';

const GENERATION_NAME = /^rm_[1-9][0-9]{0,5}$/;

/** An empty generation beside the one in use, to be filled from the first offset on. `schema` is such as `rm_2`. */
export const createGeneration = async (database: Database, schema: string, partitions: number): Promise<void> => {
  if (!GENERATION_NAME.test(schema)) throw new Error('A generation is named rm_ and a number.');
  await database.query(generationSchemaSql(schema));
  await database.query(createPartitionRows(schema), [partitions]);
};
