import { decodeLifecycle, isAfter, LIFECYCLE_TOPIC, type Position } from '#lifecycle';
import { eventually } from '#testing';
import type { RunningProjector } from '../src/start-projector.js';
import { Proposer } from './proposals.js';
import { openStage, PARTITIONS, type Stage } from './stage.js';

describe('while partitions move between projectors', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.end());

  it('every accepted event reaches the lifecycle log, in order, and nothing else does', async () => {
    const proposers = Array.from({ length: 6 }, () => new Proposer(stage));
    const running: RunningProjector[] = [await stage.start({ maxRecords: 4 })];
    for (let round = 0; round < 60; round += 1) {
      for (const proposer of proposers) await stage.append(await proposer.createUser({ userName: `u${round % 40}` }));
      if (round % 7 === 3) running.push(await stage.start({ maxRecords: 3 }));
      if (round % 7 === 6) await running.shift()?.stop();
    }
    await stage.judged();
    const accepted = await acceptedPositions();
    expect(accepted.length).toBe(6 * 40);
    await eventually(() => expect(publishedPositions()).toEqual(accepted));
  });

  const acceptedPositions = async (): Promise<readonly string[]> => {
    const rows = await stage.database.query<{ partition: number; src: number; idx: number }>(
      'select partition, src, idx from rm_1.event order by partition, src, idx',
    );
    return rows.map(({ partition, src, idx }) => `${partition}/${src}:${idx}`);
  };

  /** First occurrences, by the rule every reader follows. */
  const publishedPositions = (): readonly string[] =>
    Array.from({ length: PARTITIONS }, (_, partition) => {
      let watermark: Position | undefined;
      return stage.log.records(LIFECYCLE_TOPIC, partition).flatMap((record) => {
        const decoded = decodeLifecycle(record);
        if (decoded.kind !== 'event' || !isAfter(decoded.position, watermark)) return [];
        watermark = decoded.position;
        return [`${partition}/${watermark.src}:${watermark.idx}`];
      });
    }).flat();
});
