import { describe, test } from 'vitest';
import { type Doubt, expectDoubt, expectNoDoubt, type NoDoubt, within } from './expect-doubt.ts';

const onPlacement = (serverCpus: number[], loadCpus: number[], pinned = true) =>
  within('placement', { serverCpus, loadCpus, pinned });
const turboOf = (switchPath: string) => within('cpus', { turbo: { isOn: true, switchPath } });
const clockOf = (source: string, ...available: string[]) =>
  within('cpus', { clock: { source, available } });

describe('a machine is doubted', () => {
  test.each<Doubt>([
    [
      'that has one CPU',
      'CPUs',
      { ...onPlacement([0], [0], false), ...within('environment', { cpus: 1 }) },
      'problem',
      /^1, shared/,
      /two CPUs or more/,
    ],
    [
      'of whose CPUs we may use one',
      'CPUs',
      onPlacement([3], [3], false),
      'problem',
      /^1 of 8 for us/,
      /taskset -pc 0-7 \$\$/,
    ],
    [
      'that has one CPU for the server',
      'CPUs',
      onPlacement([0], [1]),
      'note',
      /server on CPU 0, load on CPU 1/,
      /four or more/,
    ],
    [
      'of whose cores we may use one',
      'cores',
      onPlacement([2], [3]),
      'problem',
      /share one \(CPUs 2\+3\)/,
      /taskset -pc 0-7 \$\$/,
    ],
    [
      'that has one core of two CPUs',
      'cores',
      { ...onPlacement([0], [1]), ...within('cpus', { cores: [[0, 1]] }) },
      'problem',
      /share one \(CPUs 0\+1\)/,
      /two or more/,
    ],
    [
      'that grants a share of its CPU time',
      'CPU quota',
      within('environment', { cpuQuota: 1.5 }),
      'problem',
      /^1\.5 CPUs' worth of time for 8$/,
      /--cpuset-cpus/,
    ],
    [
      'that stopped us for the quota just now',
      'CPU quota',
      { ...within('environment', { cpuQuota: 8 }), ...within('noise', { throttledPeriods: 2 }) },
      'problem',
      /just used up/,
      /--cpuset-cpus/,
    ],
    [
      'that lowers its clock',
      'frequency',
      within('environment', { governor: 'powersave' }),
      'note',
      /governor powersave/,
      /echo performance \| sudo tee/,
    ],
    [
      'that has an Intel turbo',
      'turbo',
      turboOf('/sys/devices/system/cpu/intel_pstate/no_turbo'),
      'note',
      /^on$/,
      /echo 1 \| sudo tee .*no_turbo/,
    ],
    [
      'that has another turbo',
      'turbo',
      turboOf('/sys/devices/system/cpu/cpufreq/boost'),
      'note',
      /^on$/,
      /echo 0 \| sudo tee .*boost/,
    ],
    [
      'whose clock is slow',
      'clock',
      clockOf('hpet', 'hpet', 'tsc'),
      'problem',
      /hpet, read by a system call/,
      /echo tsc \| sudo tee/,
    ],
    [
      'that has slow clocks only',
      'clock',
      clockOf('xen', 'xen'),
      'problem',
      /xen/,
      /another machine/,
    ],
  ])('%s', expectDoubt);
});

describe('a machine is not doubted', () => {
  test.each<NoDoubt>([
    ['for a quota of all its CPUs', 'CPU quota', within('environment', { cpuQuota: 8 })],
    ['for a core on one side alone', 'cores', onPlacement([0, 1], [2, 3])],
    ['for the clock of its hypervisor', 'clock', clockOf('kvm-clock', 'kvm-clock')],
  ])('%s', expectNoDoubt);
});
