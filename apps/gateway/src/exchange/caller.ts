import type { Actor } from '#journal';
import type { Directory } from '../tokens/directory.js';

/** On whose behalf a request runs, and under which address its answer's links lie. */
export type Caller = {
  readonly directory: Directory;
  readonly actor: Actor;
  /** Ends up in the journal record, the lifecycle event and what sync sends. */
  readonly requestId: string;
  /** Public URL and base path the request came in by, without a trailing slash: `https://x.example/scim/v2`. */
  readonly baseUrl: string;
};
