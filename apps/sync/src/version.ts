import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

const path = findPackageJSON(import.meta.url);

/** The program's version, as products see it in User-Agent. */
export const version: string = path ? JSON.parse(readFileSync(path, 'utf8')).version : 'unknown';
