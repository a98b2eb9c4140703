import type { Distribution } from '../../results/distribution.ts';
import { decodeHistogram } from '../../results/histogram-codec.ts';
import type { Check, Findings, Row } from '../check.ts';
import {
  backlogUtilization,
  type Freeze,
  freezeMeanNs,
  freezeQuantileNs,
} from '../closed-forms.ts';
import { hearHost } from '../host-spoiled.ts';
import { type KnownTrial, MESSAGE_BYTES } from '../measure-known.ts';
import { sleepyNullNs } from '../measure-null-echo.ts';
import { exactRow, formatNs, limitRow, soundRow, timeRow } from '../rows.ts';

const FROZEN_NS = 1e9;
const RATE_PER_SEC = 1_000;
const OPEN_WINDOW_MS = 10_000;
const CLOSED_WINDOW_MS = 3_000;
/** A single one has no room for all who come: most wait unsent, and that must count as well. */
const CONNECTIONS = 1;
const ALLOWED_SHARE = 0.02;
const ALLOWED_NS = 2e6;
const CONTROL_FACTOR = 100;

/** A freeze hits everybody who comes meanwhile, not only who happens to be served. */
export const freeze: Check = {
  name: 'freeze',
  claim: 'a server that stands still for 1 s in 10 s is charged for all who came meanwhile',
  async run(bench) {
    const trial = await bench.measure({
      behaviour: freezeAfter(4e9),
      load: {
        loop: 'open',
        connections: CONNECTIONS,
        offeredRatePerSec: RATE_PER_SEC,
        arrivals: 'constant',
      },
      measureMs: OPEN_WINDOW_MS,
    });
    const baseNs = sleepyNullNs(await bench.nullEcho());
    return judge(trial, [soundRow(trial.result), ...compareOpen(trial, baseNs)]);
  },
};

/** Proof that the check above can fail: a closed loop does not notice. */
export const control: Check = {
  name: 'control',
  claim: 'the same freeze seen by a closed loop reads at least 100 times lower: the check can fail',
  async run(bench) {
    const trial = await bench.measure({
      behaviour: freezeAfter(1e9),
      load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
      measureMs: CLOSED_WINDOW_MS,
    });
    const frozenNs = frozenNsOf(trial);
    const times = trial.result.responseTimeNs;
    const windowNs = CLOSED_WINDOW_MS * 1e6;
    const trueNs = freezeQuantileNs({ frozenNs, windowNs, utilization: 0, baseNs: 0 }, 0.99);
    const limitNs = trueNs / CONTROL_FACTOR;
    const p99 = times?.p99 ?? Number.POSITIVE_INFINITY;
    return judge(trial, [
      soundRow(trial.result),
      timeRow('longest wait', frozenNs, times?.max, frozenNs * ALLOWED_SHARE + ALLOWED_NS),
      limitRow('p99', { text: `under ${formatNs(limitNs)}`, holds: p99 < limitNs }, formatNs(p99)),
    ]);
  },
};

function freezeAfter(afterNs: number) {
  return { kind: 'freeze', messageBytes: MESSAGE_BYTES, afterNs, frozenNs: FROZEN_NS } as const;
}

function compareOpen(trial: KnownTrial, baseNs: number): Row[] {
  const { result, log } = trial;
  const frozenNs = frozenNsOf(trial);
  const truth: Freeze = {
    frozenNs,
    windowNs: result.measuredNs,
    utilization: backlogUtilization(log?.freeze?.answeredAfterNs ?? [], frozenNs, RATE_PER_SEC),
    baseNs,
  };
  const times = result.responseTimeNs;
  const compare = (what: string, expectedNs: number, measuredNs: number | undefined): Row =>
    timeRow(what, expectedNs, measuredNs, expectedNs * ALLOWED_SHARE + ALLOWED_NS);
  return [
    exactRow('messages', (RATE_PER_SEC * OPEN_WINDOW_MS) / 1e3, result.counts.ok),
    compare('p95', freezeQuantileNs(truth, 0.95), quantileNs(times, 0.95)),
    compare('p99', freezeQuantileNs(truth, 0.99), times?.p99),
    compare('p99.9', freezeQuantileNs(truth, 0.999), times?.p999),
    compare('mean', freezeMeanNs(truth), times?.mean),
  ];
}

function frozenNsOf({ log }: KnownTrial): number {
  const { startNs, endNs } = log?.freeze ?? { startNs: '0', endNs: '0' };
  return Number(BigInt(endNs) - BigInt(startNs));
}

function quantileNs(times: Distribution | null, quantile: number): number | undefined {
  return times === null
    ? undefined
    : decodeHistogram(times.histogram).getValueAtPercentile(quantile * 100);
}

function judge({ noise, log, window }: KnownTrial, rows: readonly Row[]): Findings {
  const where = log?.freeze ?? null;
  const lies =
    where !== null &&
    window !== null &&
    BigInt(where.startNs) > window.startNs &&
    BigInt(where.endNs) < window.endNs;
  const placed = lies ? [] : ['the freeze did not fall into the window'];
  const host = hearHost(noise);
  return { rows, ...host, noise: [...host.noise, ...placed] };
}
