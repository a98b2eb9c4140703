import { execFileSync } from 'node:child_process';
import { siblingFile } from '../servers/hosting/sibling-file.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';

/**
 * Rounds of the computation that take `targetNs` on the server's CPU: found once per run, in a
 * fresh process like the servers', and the same for every strategy.
 */
export function calibrateWork(targetNs: number, serverCpus: readonly number[] | null): number {
  const script = siblingFile(import.meta.url, 'calibrate-work.child');
  const run = () =>
    execFileSync(process.execPath, [script, String(targetNs)], {
      encoding: 'utf8',
      timeout: 20_000,
    });
  const rounds = Number(serverCpus === null ? run() : withCpus(serverCpus, run));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('the computation has no cost here');
  return rounds;
}
