// `npm run conformance`: runs the conformance suite on both logs and writes what it showed to docs/conformance.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, node24, root } from './steps/prepare.mjs';

const logs = ['postgres', 'kafka'];
const folder = 'apps/gateway/test/conformance';

/** Every test of a run with its title, its status and the log it ran on. */
const runSuite = () => {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-conformance-'));
  const outputFile = join(directory, 'results.json');
  const files = logs.map((log) => `${folder}/${log}.int-spec.ts`);
  const flags = ['--json', `--outputFile=${outputFile}`, '--runInBand'];
  try {
    spawnSync(node24, [join(root, 'scripts', 'run-tests.mjs'), ...files, ...flags], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return JSON.parse(readFileSync(outputFile, 'utf8')).testResults;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** `27` → the statuses of the tests whose titles begin with `#27`, on one log. */
const statusesByNumber = (results, log) => {
  const file = results.find(({ name }) => name.endsWith(`${log}.int-spec.ts`));
  const byNumber = new Map();
  for (const { title, status } of file?.assertionResults ?? []) {
    const number = Number(/^#(\d+)/.exec(title)?.[1]);
    byNumber.set(number, [...(byNumber.get(number) ?? []), status]);
  }
  return byNumber;
};

const resultOf = (statuses = []) => {
  const passed = statuses.filter((status) => status === 'passed').length;
  if (statuses.includes('failed')) return 'fails';
  return passed > 0 ? `holds (${passed})` : 'not run';
};

const sourceOf = (source) => source.replace(/^(\d{4,})/, 'RFC $1');

const settingOf = (name, { settingDescriptions, limitDescriptions }) => {
  if (limitDescriptions[name]) return `\`${name}\` (${limitDescriptions[name].default})`;
  const { values, default: chosen } = settingDescriptions[name];
  const others = values.filter((value) => value !== chosen);
  return `\`${name}\`: **${chosen}**, ${others.join(', ')}`;
};

const tableOf = ({ title, behaviours }, statuses, scim) => [
  `## ${title}`,
  '',
  '| # | behaviour | source | PostgreSQL log | Kafka log | setting |',
  '| --- | --- | --- | --- | --- | --- |',
  ...behaviours.map(([number, source, text, ...settings]) => {
    const results = statuses.map((byNumber) => resultOf(byNumber.get(number)));
    const names = settings.map((name) => settingOf(name, scim)).join('<br>');
    return `| ${number} | ${text} | ${sourceOf(source)} | ${results.join(' | ')} | ${names} |`;
  }),
  '',
];

const introduction = (counts) => [
  '# Conformance',
  '',
  'What Rollcall shows as a SCIM 2.0 service provider: every behaviour, where it comes from, whether the conformance',
  'suite has seen it over HTTP on the standalone service with either log (in brackets: by how many tests), and the',
  'settings of a directory that change it, with the default in bold. `rollcall directories settings` tells the reason',
  'of each. Written by `npm run conformance`; do not edit.',
  '',
  '| | PostgreSQL log | Kafka log |',
  '| --- | --- | --- |',
  ...['holds', 'fails', 'not run'].map((kind) => `| ${kind} | ${counts.map((count) => count[kind]).join(' | ')} |`),
  '',
];

ensureInstalled();
ensureBuilt();
const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
const { sections } = await built(`${folder}/behaviours.js`);
const { serviceSections } = await built(`${folder}/behaviours-of-the-service.js`);
const scim = await built('libs/scim/index.js');

const results = runSuite();
const statuses = logs.map((log) => statusesByNumber(results, log));
const all = [...sections, ...serviceSections];
const numbers = all.flatMap(({ behaviours }) => behaviours.map(([number]) => number));
const counts = statuses.map((byNumber) => {
  const kinds = numbers.map((number) => resultOf(byNumber.get(number)).replace(/ \(.*/, ''));
  const count = (kind) => kinds.filter((each) => each === kind).length;
  return { holds: count('holds'), fails: count('fails'), 'not run': count('not run') };
});
const tables = all.flatMap((section) => tableOf(section, statuses, scim));
writeFileSync(join(root, 'docs', 'conformance.md'), `${[...introduction(counts), ...tables].join('\n').trimEnd()}\n`);
for (const [at, log] of logs.entries()) {
  console.log(`${log}: ${counts[at].holds} hold, ${counts[at].fails} fail, ${counts[at]['not run']} not run`);
}
process.exitCode = counts.some(({ fails }) => fails > 0) ? 1 : 0;
