#!/usr/bin/env node
import { runApp } from './steps/run-app.mjs';

await runApp('apps/cli/src/main.js');
