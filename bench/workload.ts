import type { LoadRequest } from './closed-loop.js';

/** What a workload works on: one directory and what was put into it. */
export type Ground = {
  readonly origin: string;
  readonly token: string;
  /** Ids of the users that were there before the workload began, in order of creation. */
  readonly userIds: readonly string[];
};

export type Workload = {
  readonly name: string;
  readonly about: string;
  /** Makes what the requests need. */
  readonly prepare?: (ground: Ground) => Promise<void>;
  readonly request: (ground: Ground, index: number) => LoadRequest;
  /** Told each right answer of a request that writes, to be looked for afterwards. */
  readonly acknowledged?: 'create';
};
