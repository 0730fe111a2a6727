import type { Queryable } from '#persistence';
import { StartFailure } from './start-failure.js';

/** The first with the built-in Unicode collation that filters and sorting fold text by. */
const OLDEST_VERSION = 170_000;

type Server = { readonly number: number; readonly version: string; readonly encoding: string };

/** @throws {StartFailure} when the server is too old or the database does not hold UTF-8. */
export const assertServer = async (database: Queryable): Promise<void> => {
  const [server] = await database.query<Server>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding`,
  );
  if (!server || server.number < OLDEST_VERSION) {
    throw new StartFailure([
      `PostgreSQL ${server?.version ?? '(unknown)'} is too old: DATABASE_URL must name version 17 or newer.`,
    ]);
  }
  if (server.encoding !== 'UTF8') {
    throw new StartFailure([`The database is encoded in ${server.encoding}: create one with encoding UTF8.`]);
  }
};
