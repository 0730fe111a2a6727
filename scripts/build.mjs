import { ensureBuilt, ensureInstalled } from './steps/prepare.mjs';

ensureInstalled();
ensureBuilt({ force: process.argv.includes('--force') });
