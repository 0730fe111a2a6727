export type { Resource } from './collection.js';
export type { Faults } from './faults.js';
export { seededRandom } from './faults.js';
export * from './start-downstream.js';
