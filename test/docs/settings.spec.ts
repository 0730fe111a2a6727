import { readFile, writeFile } from 'node:fs/promises';
import {
  limitDescriptions,
  limitNames,
  presetDeviations,
  providerKinds,
  settingDescriptions,
  settingNames,
} from '#scim';

const file = 'docs/settings.md';

const code = (value: unknown): string => `\`${String(value)}\``;

const deviationsOf = (name: (typeof settingNames)[number]): string =>
  providerKinds
    .filter((provider) => presetDeviations(provider)[name] !== undefined)
    .map((provider) => `${provider} ${code(presetDeviations(provider)[name])}`)
    .join(', ');

const rows = settingNames.map((name) => {
  const { values, default: preset, reason } = settingDescriptions[name];
  const others = values.filter((value) => value !== preset).map(code);
  return `| ${code(name)} | ${code(preset)} | ${others.join(', ')} | ${deviationsOf(name) || '–'} | ${reason} |`;
});

const limitRows = limitNames.map((name) => {
  const { default: value, most, reason } = limitDescriptions[name];
  return `| ${code(name)} | ${value} | ${most} | ${reason} |`;
});

const page = `# Settings of a directory

Where the RFCs leave freedom, or where clients and test suites disagree, a directory has a setting. Each provider kind is a
preset; single settings can be changed:

\`\`\`sh
npx rollcall directories settings acme                       # all of them, with their reasons
npx rollcall directories settings acme putMissing=keep       # change one
npx rollcall directories settings acme putMissing=           # back to the preset
\`\`\`

No behaviour depends on the User-Agent.

| setting | default | other values | presets that differ | reason |
|---|---|---|---|---|
${rows.join('\n')}

## Limits

Set the same way (\`rollcall directories settings acme pageSize=200\`); whole numbers from 1 up.

| limit | default | most | what it limits |
|---|---|---|---|
${limitRows.join('\n')}
`;

describe('docs/settings.md', () => {
  it('says what the settings are; UPDATE_DOCS=1 writes it anew', async () => {
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(file, page);
    expect(await readFile(file, 'utf8')).toBe(page);
  });
});
