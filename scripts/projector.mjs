import { runApp } from './steps/run-app.mjs';

await runApp('apps/projector/src/main.js');
