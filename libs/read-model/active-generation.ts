import type { Queryable, Statement } from '#persistence';

const statement: Statement = { name: 'core.active_generation', text: 'select active from core.projection_pointer' };

/** Schema name of the generation that is read from and published, for example `rm_1`. */
export const activeGeneration = async (queryable: Queryable): Promise<string> => {
  const [row] = await queryable.query<{ active: string }>(statement);
  if (row === undefined) throw new Error('core.projection_pointer has no row: the migrations have not run');
  return row.active;
};
