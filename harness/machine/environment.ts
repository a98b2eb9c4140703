import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Environment } from '../../results/environment.ts';
import { readOpenFilesMax } from './connection-limits.ts';
import { readCpuQuota } from './cpu-cgroups.ts';
import { readTextIfThere } from './read-text-if-there.ts';

/** What the machine is: two runs can be compared only where this is the same. */
export function readEnvironment(): Environment {
  const all = cpus();
  return {
    cpuModel: all[0]?.model.trim() || 'unknown',
    cpus: Math.max(1, all.length),
    memoryBytes: totalmem(),
    cpuQuota: readCpuQuota(),
    governor: readTextIfThere('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    platform: platform(),
    kernel: release(),
    arch: arch(),
    node: process.versions.node,
    v8: process.versions.v8,
    libuv: process.versions.uv,
    echosounder: readOwnVersion(),
    commit: readCommit(),
    somaxconn: readInteger('/proc/sys/net/core/somaxconn'),
    openFilesMax: readOpenFilesMax(),
  };
}

function readOwnVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isNamed ? String(manifest.version) : 'unknown';
}

function readCommit(): string | null {
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : `${commit}-dirty`;
  } catch {
    return null;
  }
}

function git(...args: string[]): string {
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
  return execFileSync('git', args, { encoding: 'utf8', stdio, timeout: 5_000 }).trim();
}

function readInteger(path: string): number | null {
  const value = Number(readTextIfThere(path) ?? Number.NaN);
  return Number.isInteger(value) ? value : null;
}
