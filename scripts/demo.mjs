import { runApp } from './steps/run-app.mjs';

await runApp('apps/cli/src/demo/main.js');
