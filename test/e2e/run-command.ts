import { spawn } from 'node:child_process';

export type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const deadlineMs = 60_000;

/** Runs a built program as its user would, with nothing of our own environment but what is given. */
export const runCommand = (
  program: 'cli/src/main.js' | 'cli/src/demo/main.js',
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): Promise<Outcome> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${program}`, ...words], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.once('error', fail);
    child.once('close', (code) => done({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined).end(input);
  });
