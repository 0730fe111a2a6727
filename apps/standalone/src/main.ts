import 'reflect-metadata';
import { runProgram } from '#installation';
import { readStandaloneConfig } from './config.js';
import { startStandalone } from './start-standalone.js';

await runProgram(() => startStandalone(readStandaloneConfig()));
