export {
  decodeLifecycle,
  encodeLifecycle,
  isLifecycleType,
  type LifecycleRecord,
  type LifecycleWire,
} from './codec.js';
export * from './lifecycle-event.js';
export * from './position.js';
export { type JsonSchema, lifecycleSchemas } from './schemas.js';
export { LIFECYCLE_TOPIC } from './topic.js';
