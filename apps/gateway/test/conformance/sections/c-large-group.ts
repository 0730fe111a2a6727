import { randomUUID } from 'node:crypto';
import { eventually } from '#testing';
import type { Ground, ScimDirectory } from '../ground.js';
import { groupBody, idOf, patchBody } from '../wire.js';

const MEMBERS = 100_000;
const TURNS = 20;

/** Rows of membership that the database gave or wrote since it began, for whoever asked. */
const rowsTouched = `select sum(seq_tup_read + n_tup_ins + n_tup_upd + n_tup_del)::float8
     + (select sum(idx_tup_read)::float8 from pg_stat_user_indexes where relname = 'group_member') as count
  from pg_stat_user_tables where relname = 'group_member'`;

/** What a change of a large group costs is counted in rows: time alone would say little on a busy machine. */
export const largeGroup = (ground: Ground): void =>
  describe('C. A group of 100,000', () => {
    let directory: ScimDirectory;
    let large: string;
    const invented = (count: number) => Array.from({ length: count }, () => ({ value: randomUUID() }));
    const change = async (id: string, ...operations: unknown[]): Promise<void> => {
      const { status } = await directory.scim.request('PATCH', `/Groups/${id}`, patchBody(...operations));
      expect([200, 204]).toContain(status);
    };
    const add = (id: string, value: unknown) => change(id, { op: 'add', path: 'members', value });
    const touched = async (): Promise<number> => {
      const [row] = await ground.database().query<{ count: number }>(rowsTouched);
      return row?.count ?? Number.NaN;
    };

    beforeAll(async () => {
      directory = await ground.directory({ unknownMember: 'accept' });
      large = idOf(await directory.scim.request('POST', '/Groups', groupBody()));
      for (let left = MEMBERS; left > 0; left -= 5_000) await add(large, invented(5_000));
    }, 90_000);

    /** One turn of what providers do to groups; each member is gone again afterwards. */
    const turn = async (id: string): Promise<number> => {
      const from = performance.now();
      const [one, two, three] = invented(3);
      await add(id, [one]);
      await add(id, [one, two, three]);
      await change(id, { op: 'remove', path: `members[value eq "${one?.value}"]` });
      await change(id, { op: 'remove', path: 'members', value: [two] });
      await change(id, { op: 'remove', path: 'members', value: [two, three] });
      return performance.now() - from;
    };

    it('#92 changes of a few members touch few rows, and take no longer than in a small group', async () => {
      const small = idOf(await directory.scim.request('POST', '/Groups', groupBody()));
      const took = { [small]: [] as number[], [large]: [] as number[] };
      const before = await touched();
      for (let n = 0; n < TURNS; n++) for (const id of [small, large]) took[id]?.push(await turn(id));
      // Counters come with a second's delay: they may have some of the 100,000 left to tell, but not five times as many.
      expect((await touched()) - before).toBeLessThan(5 * MEMBERS);
      const median = (id: string) => (took[id] ?? []).sort((a, b) => a - b)[TURNS / 2] ?? Number.NaN;
      expect(median(large)).toBeLessThan(2 * median(small) + 30);
    }, 60_000);

    it('#92 the whole group would be seen in those counters', async () => {
      const before = await touched();
      const reading = async () => {
        await directory.scim.request(
          'PATCH',
          `/Groups/${large}`,
          patchBody({ op: 'remove', path: 'members[display eq "x"]' }),
        );
        return (await touched()) - before > 5 * MEMBERS;
      };
      await eventually(reading, { deadlineMs: 30_000 });
    }, 60_000);
  });
