import { runApp } from './steps/run-app.mjs';

await runApp('apps/sync/src/main.js');
