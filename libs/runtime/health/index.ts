export { healthModule } from './health.module.js';
export { type HealthApp, type HealthAppOptions, startHealthApp } from './start-health-app.js';
