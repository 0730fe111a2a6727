import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/** Lets plain Node import this project's sources: what Jest's transform does for tests, for what runs around them. */
export function loadTypescript() {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier.startsWith('#')) {
        return next(specifier, { ...context, conditions: ['rollcall-source', ...context.conditions] });
      }
      const source = specifier.startsWith('.') && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      return source && specifier.endsWith('.js') && existsSync(source)
        ? { url: source.href, shortCircuit: true }
        : next(specifier, context);
    },
    load: (url, context, next) => {
      if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
      return { format: 'module', source: compile(fileURLToPath(url)), shortCircuit: true };
    },
  });
}

function compile(filename) {
  return transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2024',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  }).code;
}
