export { type AggregateAddress, aggregateKey, type ClaimAddress, claimAddressKey } from './aggregate-key.js';
export {
  type AnnouncedVerdict,
  type Announcement,
  decodeAnnouncement,
  encodeAnnouncement,
} from './announcement.js';
export { type ArbiterRows, type ArbiterView, createArbiterView, type OwnedClaim } from './arbiter-view.js';
export { decodeRecord, encodeRecord, type ForeignRecord, type WireRecord } from './codec.js';
export { advanceDigest, EMPTY_DIGEST } from './digest.js';
export { effectiveTime } from './effective-time.js';
export { type KeysNeeded, keysNeeded } from './keys-needed.js';
export { murmur2, partitionOf } from './partition.js';
export * from './proposal.js';
export {
  type AcceptedEffects,
  type Arbitration,
  arbitrate,
  type Effects,
  type TakenClaim,
} from './rules/1/arbitrate.js';
export { splitProposal } from './split-proposal.js';
export { JOURNAL_TOPIC } from './topic.js';
export * from './verdict.js';
