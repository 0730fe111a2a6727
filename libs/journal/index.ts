export * from './proposal.js';
export * from './verdict.js';
