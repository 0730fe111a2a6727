export * from './builders/a-proposal.js';
export * from './builders/a-user.js';
export * from './downstream/index.js';
export * from './eventually.js';
export * from './given-when-then.js';
export * from './kafka.js';
export * from './services.js';
export * from './test-database.js';
