import { runApp } from './steps/run-app.mjs';

await runApp('bench/main.js');
