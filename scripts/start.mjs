import { runApp } from './steps/run-app.mjs';

await runApp('apps/standalone/src/main.js');
