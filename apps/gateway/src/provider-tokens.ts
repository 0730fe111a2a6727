/** Under which Nest hands on what has no class of its own. */
export const METRICS = Symbol('metrics');
export const CLOCK = Symbol('clock');
export const PUBLIC_URL = Symbol('public url');
export const DATABASE = Symbol('database');
export const LOG = Symbol('log');
