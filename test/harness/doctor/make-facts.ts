import type { MachineFacts } from '../../../harness/doctor/machine-facts.ts';
import type { Environment } from '../../../results/environment.ts';
import type { SelftestSummary } from '../../../results/selftest.ts';

/** A machine with nothing to say against it: eight CPUs, two to a core, for us alone. */
export function makeFacts(changes: Partial<MachineFacts> = {}): MachineFacts {
  return { ...SOUND, ...changes };
}

const ENVIRONMENT: Environment = {
  cpuModel: 'Quick 9000',
  cpus: 8,
  memoryBytes: 16 * 2 ** 30,
  cpuQuota: null,
  governor: 'performance',
  platform: 'linux',
  kernel: '6.1.0-18-amd64',
  arch: 'x64',
  node: '26.10.0',
  v8: '14.0',
  libuv: '1.50.0',
  echosounder: '0.1.0',
  commit: null,
  somaxconn: 4096,
  openFilesMax: 65_536,
};

const SELFTEST: SelftestSummary = {
  finishedAt: '2026-05-04T08:00:00.000Z',
  verdict: 'pass',
  errorBudgetNs: 5_400,
  checks: [
    { name: 'freeze', verdict: 'pass', reason: null },
    { name: 'delays', verdict: 'pass', reason: null },
  ],
};

const SOUND: MachineFacts = {
  environment: ENVIRONMENT,
  limits: { openFilesMax: 65_536, localPorts: 28_232, memoryBytes: 12 * 2 ** 30, cpus: 2 },
  placement: { serverCpus: [0, 1, 2, 3], loadCpus: [4, 5, 6, 7], pinned: true, note: '' },
  noise: { stealShare: 0, throttledPeriods: 0, longestGapNs: 21e6, othersShare: 0.01 },
  cpus: {
    turbo: { isOn: false, switchPath: '/sys/devices/system/cpu/cpufreq/boost' },
    cores: [
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ],
    isVirtual: false,
    clock: { source: 'tsc', available: ['tsc', 'hpet', 'acpi_pm'] },
  },
  network: { timeWaitSockets: 12, receiveBufferMaxBytes: 4 * 2 ** 20 },
  swapUsedBytes: 0,
  tools: { noPosixSockets: null, hasCompiler: true, pinnedNode: '26.10.0' },
  selftest: { selftest: SELFTEST },
};
