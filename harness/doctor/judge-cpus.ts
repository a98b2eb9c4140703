import type { Finding } from '../../results/checkup.ts';
import { doubtful, fine, type Judge, type Subject, unknown } from './finding.ts';
import type { MachineFacts } from './machine-facts.ts';

/** The CPUs: how many there are for us, and whether they run at a steady pace. */
export const CPU_JUDGES: readonly Judge[] = [
  judgeCpus,
  judgeCores,
  judgeQuota,
  judgeGovernor,
  judgeTurbo,
  judgeClock,
];

const CPUS: Subject = {
  name: 'CPUs',
  why: 'Server and load have CPUs of their own, else each slows the other down.',
};

function judgeCpus({ placement, environment }: MachineFacts): Finding {
  const { serverCpus, loadCpus, pinned } = placement;
  if (serverCpus.length === 0) return unknown(CPUS, 'processes can not be kept apart here');
  if (!pinned) {
    const isKept = environment.cpus > 1;
    return doubtful(
      CPUS,
      'problem',
      isKept ? `1 of ${environment.cpus} for us: server and load share it` : '1, shared by both',
      isKept
        ? `Allow this shell all of them: \`taskset -pc 0-${environment.cpus - 1} $$\`.`
        : 'Measure on a machine with two CPUs or more.',
    );
  }
  const figure = `server on ${listCpus(serverCpus)}, load on ${listCpus(loadCpus)}`;
  if (serverCpus.length > 1) return fine(CPUS, figure);
  return doubtful(
    {
      ...CPUS,
      why: 'On one CPU a model that uses several shows its cost, but can not win by them.',
    },
    'note',
    figure,
    'To see models that use several CPUs win, measure on a machine with four or more.',
  );
}

const CORES: Subject = {
  name: 'cores',
  why: 'Two CPUs of one core (SMT) slow each other down: a busy load makes the server look slower.',
};

function judgeCores({ cpus, environment, placement }: MachineFacts): Finding {
  if (!placement.pinned) return unknown(CORES, 'server and load have no CPUs of their own');
  if (cpus.cores === null) return unknown(CORES, 'the machine does not tell which CPUs share one');
  const { serverCpus, loadCpus } = placement;
  const shared = cpus.cores.filter(
    (core) =>
      core.some((cpu) => serverCpus.includes(cpu)) && core.some((cpu) => loadCpus.includes(cpu)),
  );
  if (shared.length === 0) return fine(CORES, 'server and load share none');
  const which = shared.map((core) => core.join('+')).join(', ');
  return doubtful(
    CORES,
    'problem',
    `server and load share ${shared.length === 1 ? 'one' : shared.length} (CPUs ${which})`,
    cpus.cores.length > 1
      ? `Allow this shell CPUs of several cores: \`taskset -pc 0-${environment.cpus - 1} $$\`.`
      : 'There is one core for both: measure on a machine with two or more.',
  );
}

const QUOTA: Subject = {
  name: 'CPU quota',
  why: 'A container that has used up its quota stands still until the next period, often 100 ms.',
};

function judgeQuota({ environment, noise }: MachineFacts): Finding {
  if (environment.platform !== 'linux') return unknown(QUOTA, 'there are no cgroups here');
  const { cpuQuota, cpus } = environment;
  const isThrottled = (noise.throttledPeriods ?? 0) > 0;
  if (cpuQuota === null) return fine(QUOTA, 'none');
  const figure = `${cpuQuota} CPUs' worth of time for ${cpus}`;
  if (cpuQuota >= cpus && !isThrottled) return fine(QUOTA, figure);
  return doubtful(
    QUOTA,
    'problem',
    isThrottled ? `${figure}, and it was just used up` : figure,
    'Give whole CPUs instead of a share of their time: `docker run --cpuset-cpus 0-1` without `--cpus`; in Kubernetes, no CPU limit.',
  );
}

const GOVERNOR: Subject = {
  name: 'frequency',
  why: 'A governor that lowers the clock when little is to do makes a low load look slow.',
};

function judgeGovernor({ environment }: MachineFacts): Finding {
  const { governor } = environment;
  if (governor === null) return unknown(GOVERNOR, 'the machine does not show its governor');
  if (governor === 'performance') return fine(GOVERNOR, governor);
  return doubtful(
    GOVERNOR,
    'note',
    `governor ${governor}`,
    '`echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor`',
  );
}

const TURBO: Subject = {
  name: 'turbo',
  why: 'The clock rises while the machine is cool and few CPUs are busy: the first trials look faster.',
};

function judgeTurbo({ cpus: { turbo } }: MachineFacts): Finding {
  if (turbo === null) return unknown(TURBO, 'the machine does not show it');
  if (!turbo.isOn) return fine(TURBO, 'off');
  const off = turbo.switchPath.endsWith('no_turbo') ? 1 : 0;
  return doubtful(TURBO, 'note', 'on', `\`echo ${off} | sudo tee ${turbo.switchPath}\``);
}

const CLOCK: Subject = {
  name: 'clock',
  why: 'Three times are taken of each message; a clock that asks the kernel costs more than the message.',
};

/** Read without a system call (man 7 vdso, arch/x86/entry/vdso, arch/arm64). */
const FAST_CLOCKS = ['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter'];

function judgeClock({ cpus: { clock } }: MachineFacts): Finding {
  if (clock === null) return unknown(CLOCK, 'the machine does not tell its source');
  if (FAST_CLOCKS.includes(clock.source)) return fine(CLOCK, clock.source);
  const better = clock.available.find((source) => FAST_CLOCKS.includes(source));
  return doubtful(
    CLOCK,
    'problem',
    `${clock.source}, read by a system call`,
    better === undefined
      ? 'Measure on another machine: this one offers no clock that is read without one.'
      : `\`echo ${better} | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource\``,
  );
}

function listCpus(cpus: readonly number[]): string {
  return cpus.length === 1 ? `CPU ${cpus[0]}` : `CPUs ${cpus.join(', ')}`;
}
