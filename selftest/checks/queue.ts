import type { Bench, Check, Findings } from '../check.ts';
import { lindleyMeanNs, momentsOf, pollaczekKhinchineNs } from '../closed-forms.ts';
import { hearHost } from '../host-spoiled.ts';
import { MESSAGE_BYTES, SEED } from '../measure-known.ts';
import { sleepyNullNs } from '../measure-null-echo.ts';
import { offeredArrivals } from '../offered-arrivals.ts';
import { exactRow, formatNs, noteRow, soundRow, timeRow } from '../rows.ts';

const COMPUTE_NS = 1e6;
const WARMUP_MS = 200;
const MEASURE_MS = 3_000;
const CONNECTIONS = 8;

/** Share of its time that the server is asked for, and how far the mean may be off. */
const LOADS = [
  { utilization: 0.5, allowedShare: 0.05 },
  { utilization: 0.7, allowedShare: 0.08 },
  { utilization: 0.8, allowedShare: 0.12 },
] as const;

/** One server, Poisson arrivals: queueing theory says how long they wait. */
export const queues: readonly Check[] = LOADS.map(({ utilization, allowedShare }) => ({
  name: `queue-${utilization * 100}`,
  claim: `a queue at ${utilization * 100} % load is as long as queueing theory says`,
  run: (bench) => measureQueue(bench, utilization, allowedShare),
}));

async function measureQueue(
  bench: Bench,
  utilization: number,
  allowedShare: number,
): Promise<Findings> {
  const load = {
    loop: 'open',
    connections: CONNECTIONS,
    offeredRatePerSec: (utilization * 1e9) / COMPUTE_NS,
    arrivals: 'poisson',
  } as const;
  const { result, log, noise } = await bench.measure({
    behaviour: { kind: 'compute', messageBytes: MESSAGE_BYTES, computeNs: COMPUTE_NS },
    load,
    warmupMs: WARMUP_MS,
    measureMs: MEASURE_MS,
  });
  const baseNs = sleepyNullNs(await bench.nullEcho());
  // Each connection says a word before the schedule begins.
  const servicesNs = log?.busyNs.slice(CONNECTIONS) ?? [];
  const fromNs = WARMUP_MS * 1e6;
  const arrivals = offeredArrivals(load, SEED, fromNs + MEASURE_MS * 1e6);
  const exactNs = lindleyMeanNs(arrivals, servicesNs, fromNs) + baseNs;
  const moments = momentsOf(servicesNs);
  const inTheLongRunNs = pollaczekKhinchineNs(moments, load.offeredRatePerSec) + baseNs;
  const meanNs = result.responseTimeNs?.mean;
  const expected = arrivals.filter((atNs) => atNs >= fromNs).length;
  return {
    rows: [
      soundRow(result),
      exactRow('arrivals', expected, result.counts.ok),
      timeRow('mean', exactNs, meanNs, exactNs * allowedShare),
      noteRow('textbook mean', describeLongRun(inTheLongRunNs), formatNs(meanNs ?? 0)),
      noteRow('computation', formatNs(COMPUTE_NS), formatNs(moments.meanNs)),
    ],
    ...hearHost(noise),
  };
}

/** Below nothing it has no end: the server can't keep up. */
function describeLongRun(meanNs: number): string {
  return meanNs > 0 ? formatNs(meanNs) : 'grows without end';
}
