import { runApp } from './steps/run-app.mjs';

await runApp('apps/gateway/src/main.js');
