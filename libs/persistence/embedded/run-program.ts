import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { ServerUser } from './server-user.js';

/** Starts a PostgreSQL program as the server's user, in a session of its own: Ctrl-C in the terminal is not for it. */
export function startProgram(
  user: ServerUser,
  program: string,
  words: readonly string[],
  stdio: SpawnOptions['stdio'],
): ChildProcess {
  const [command = program, ...rest] = [...user.prefix, program, ...words];
  const byNode = user.is === 'other' && user.prefix.length === 0 ? { uid: user.uid, gid: user.gid } : {};
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  return spawn(command, rest, { cwd: '/', env, stdio, detached: true, ...byNode });
}

/** Runs a program to its end. Gives what it said when it failed. */
export function runProgram(
  user: ServerUser,
  program: string,
  words: readonly string[],
  timeoutMs: number,
): Promise<{ readonly failed: false } | { readonly failed: true; readonly said: string }> {
  return new Promise((resolve) => {
    const child = startProgram(user, program, words, ['ignore', 'pipe', 'pipe']);
    const said: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', (error) => resolve({ failed: true, said: error.message }));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? { failed: false } : { failed: true, said: Buffer.concat(said).toString('utf8') });
    });
  });
}
