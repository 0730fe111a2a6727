import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** True when a process of this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The words a process was started with, or nothing when it is gone. */
export function commandLineOf(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 });
  } catch {
    return undefined;
  }
}

/**
 * Something that differs between two processes that had the same id one after the other: the machine's boot and the
 * process's start. Empty when the platform does not tell.
 */
export function startOf(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat')) {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 }).trim();
    }
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${afterName(pid)[19] ?? ''}`;
  } catch {
    return '';
  }
}

export async function untilGone(pid: number, deadlineMs: number): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
}

/** PostgreSQL takes a dead process for a living one until somebody has asked for its exit code. */
export async function untilReaped(pid: number, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (isZombie(pid) && performance.now() < end) await sleep(20);
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, which is what every signal sent from here is for.
  }
}

function isZombie(pid: number): boolean {
  try {
    return afterName(pid)[0] === 'Z';
  } catch {
    return false;
  }
}

/** Fields 3 and on of /proc/<pid>/stat; field 2 is a name that may hold blanks and brackets. */
function afterName(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
