import type { Database } from '#persistence';
import { type MasterKey, openSecret } from '#privacy';
import type { Clock, Logger, Secret } from '#runtime';
import { contentHash } from '../drivers/scim2/canonical.js';
import { mapGroup } from '../drivers/scim2/map-group.js';
import { mapUser } from '../drivers/scim2/map-user.js';
import { profileOf } from '../drivers/scim2/profiles.js';
import { ScimClient } from '../drivers/scim2/scim-client.js';
import { Scim2Driver } from '../drivers/scim2/scim2-driver.js';
import type { SyncMetrics } from '../sync-metrics.js';
import { version } from '../version.js';
import { Gate } from './gate.js';
import type { Lease } from './lease.js';
import type { Link } from './link.js';
import type { OwnedTarget } from './owned-target.js';
import { TargetLoop } from './target-loop.js';
import { paceOf } from './target-settings.js';
import { TokenBucket } from './token-bucket.js';

export type LoopSurroundings = {
  readonly database: Database;
  readonly masterKey: MasterKey;
  readonly metrics: SyncMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
};

/** Puts together what drives one target, by its profile and settings. */
export const startTargetLoop = (around: LoopSurroundings, target: OwnedTarget, lease: Lease): TargetLoop => {
  const profile = profileOf(target.profile);
  const pace = paceOf(target.settings, profile);
  const bucket = new TokenBucket(pace.ratePerSecond, pace.burst, around.clock);
  const client = new ScimClient({
    baseUrl: target.baseUrl,
    token: tokenOf(around, target),
    connections: pace.concurrency + Math.max(1, Math.floor(pace.concurrency / 5)),
    timeoutMs: pace.timeoutMs,
    userAgent: `rollcall/${version}`,
  });
  return new TargetLoop({
    ...around,
    target,
    lease,
    bucket,
    pace,
    driver: new Scim2Driver(client, profile, () => around.clock.now()),
    gate: new Gate(target, bucket, around.clock),
    mapping: { toAccount, hash: contentHash, settleDelayMs: pace.settleDelayMs },
    rules: { settleDelayMs: pace.settleDelayMs, backoffBaseMs: pace.backoffBaseMs, random: around.random },
  });
};

const toAccount = ({ kind, objectId, doc }: Link, active: boolean) =>
  kind === 'Group' ? mapGroup(objectId, doc) : mapUser(objectId, doc, active);

/** Without a readable token the product refuses every request, and says so in the target's status. */
const tokenOf = (around: LoopSurroundings, target: OwnedTarget): Secret | undefined => {
  if (target.sealedSecret === null) return undefined;
  try {
    return openSecret(around.masterKey, target.sealedSecret, `target/${target.id}`);
  } catch (error) {
    around.logger.error({ target: target.name, err: error }, 'target_secret_unreadable');
    return undefined;
  }
};
