import { type Claim, type Demo, figure, type Story } from './demo.ts';
import { type IdleCostValues, measureIdleCost } from './experiments/idle-cost.ts';
import { showMs } from './figures.ts';

/** A waiting server may use this part of what asking again and again uses. */
const SHARE_MAX = 0.02;

export const idleCost: Demo<IdleCostValues> = {
  name: 'idle-cost',
  summary: 'the CPU that each built-in server uses while it waits for clients: none',
  intro:
    'Every built-in server is started, and no client comes. The CPU time of all its processes and threads is read from the kernel, before and after.',
  measure: measureIdleCost,
  tell,
  check,
};

function tell({ servers, watchedMs, polling }: IdleCostValues): Story {
  return {
    seen: [
      `CPU time within ${showMs(watchedMs)} of waiting:`,
      ...servers.map(({ strategy, processes, cpuMs }) =>
        figure(
          strategy,
          `${showMs(cpuMs)}${processes === 1 ? '' : ` (all ${processes} processes)`}`,
        ),
      ),
      'For comparison, a loop that does not wait but asks again and again whether a client is there (non-blocking accept):',
      figure(`within ${showMs(polling.watchedMs)} it asked`, `${polling.asked} times`),
      figure('and used', `${showMs(polling.cpuMs)} of CPU time`),
    ],
    lesson:
      'Who is blocked in accept, or in the wait of an event loop, is not run by the kernel until a client comes. Waiting costs memory, not CPU, however the server is built.',
    cure: 'Wait in the kernel: block, or use an event loop (epoll). A loop around non-blocking calls that does not wait burns a CPU to learn that nothing has happened.',
  };
}

function check({ servers, watchedMs, polling }: IdleCostValues): Claim[] {
  const asking = polling.cpuMs / polling.watchedMs;
  return [
    { claim: 'every built-in server was watched', holds: servers.length > 0 },
    {
      claim: `none uses ${SHARE_MAX * 100} % of what asking again and again uses`,
      holds: servers.every(({ cpuMs }) => cpuMs / watchedMs <= SHARE_MAX * asking),
    },
  ];
}
