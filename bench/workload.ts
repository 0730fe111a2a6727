import type { LoadRequest } from './closed-loop.js';

/** What a workload works on: one directory and what was put into it. */
export type Ground = {
  readonly origin: string;
  readonly adminToken: string;
  readonly token: string;
  /** Ids of the users that were there before the workload began, in order of creation. */
  readonly userIds: readonly string[];
  readonly residentMb: () => Promise<number>;
};

/** Requests in a closed loop. */
export type Workload = {
  readonly name: string;
  readonly about: string;
  /** Instead of as many as the command line says. */
  readonly clients?: number;
  /** Users that have to be in the directory before it. Default 1. */
  readonly leastUsers?: number;
  /** How many operations a request holds; figures are of operations then. Default 1. */
  readonly operations?: number;
  /** Makes what the requests need. */
  readonly prepare?: (ground: Ground) => Promise<void>;
  readonly request: (ground: Ground, index: number) => LoadRequest;
  /** Told each right answer of a request that writes, to be looked for afterwards. */
  readonly acknowledged?: 'create';
};

/** Latencies in ms. */
export type Figure = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly failed: number;
  readonly samples: readonly string[];
  readonly note?: string;
};

/** What is measured in another way than by requests in a closed loop. */
export type Trial = {
  readonly name: string;
  readonly about: string;
  readonly leastUsers?: number;
  readonly run: (ground: Ground, options: { readonly clients: number; readonly seconds: number }) => Promise<Figure>;
};
