import { decodeHistogram } from '../../results/histogram-codec.ts';
import type { Bench, Check, Findings, Row } from '../check.ts';
import { quantileOfSum } from '../closed-forms.ts';
import { hearHost } from '../host-spoiled.ts';
import { MESSAGE_BYTES } from '../measure-known.ts';
import { wakingTimeNs } from '../measure-null-echo.ts';
import { formatNs, noteRow, soundRow, timeRow } from '../rows.ts';

const SHORT_NS = 1e6;
const LONG_NS = 10e6;
/** Every 20th message: 5 %. */
const LONG_EVERY = 20;
const QUANTILES = [0.5, 0.9, 0.99] as const;
const TAIL_QUANTILE = 0.99;
const ALLOWED_SHARE = 0.01;
const ALLOWED_NS = 50e3;
/** Beyond this at the median a machine's sleep is too deep for these delays to be told from it. */
const WAKING_MAX_NS = 100e3;
/** A tail of waking that is longer than this is noise, and excuses nothing. */
const WAKING_TAIL_MAX_NS = 300e3;
/** Values that stand for what the null server adds. */
const NULL_VALUES = 200;

export const delays: readonly Check[] = [
  {
    name: 'delay',
    claim: 'a server that takes 1 ms is read as that, beyond what the null server takes',
    run: (bench) => measureDelay(bench, 0),
  },
  {
    name: 'two-delays',
    claim: 'a server that takes 1 ms, and 10 ms for 5 % of the messages, is read as both',
    run: (bench) => measureDelay(bench, LONG_EVERY),
  },
];

async function measureDelay(bench: Bench, longEvery: number): Promise<Findings> {
  const { result, log, noise } = await bench.measure({
    behaviour: {
      kind: 'delay',
      messageBytes: MESSAGE_BYTES,
      delayNs: SHORT_NS,
      longDelayNs: LONG_NS,
      longEvery,
    },
    load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
    measureMs: longEvery === 0 ? 1_500 : 3_000,
  });
  const base = await bench.nullEcho();
  const added = valuesOf(base.busy.result.serviceTimeNs?.histogram);
  const addedAsleep = valuesOf(base.idle.result.serviceTimeNs?.histogram);
  const times = result.serviceTimeNs;
  const measured = times === null ? null : decodeHistogram(times.histogram);
  const host = hearHost(noise, base.busy.noise, base.idle.noise);
  const rows = QUANTILES.map((quantile) => {
    const leastNs = quantileOfSum(log?.busyNs ?? [], added, quantile);
    // Both ends sleep meanwhile, and waking has a tail of its own.
    const asleepNs = quantileOfSum(log?.busyNs ?? [], addedAsleep, quantile);
    const mostNs = Math.max(leastNs, Math.min(asleepNs, leastNs + WAKING_TAIL_MAX_NS));
    const measuredNs = measured?.getValueAtPercentile(quantile * 100);
    const what = `p${quantile * 100}`;
    // The slowest of many equal delays are those after which the machine was slow to wake.
    if (quantile >= TAIL_QUANTILE && longEvery === 0) {
      const measuredText = measuredNs === undefined ? 'nothing' : formatNs(measuredNs);
      return noteRow(what, describeRange(leastNs, mostNs), measuredText);
    }
    return compare(what, leastNs, mostNs, measuredNs);
  });
  return {
    rows: [soundRow(result), ...rows],
    ...host,
    noise: [
      ...host.noise,
      ...(wakingTimeNs(base) > WAKING_MAX_NS
        ? [`this machine takes ${formatNs(wakingTimeNs(base))} to wake`]
        : []),
    ],
  };
}

/** Between what a busy and what a sleepy machine adds, give or take what is allowed. */
function compare(
  what: string,
  leastNs: number,
  mostNs: number,
  measuredNs: number | undefined,
): Row {
  const allowedNs = Math.max(ALLOWED_NS, leastNs * ALLOWED_SHARE);
  const nearestNs = Math.min(mostNs, Math.max(leastNs, measuredNs ?? 0));
  const row = timeRow(what, nearestNs, measuredNs, allowedNs);
  return { ...row, expected: describeRange(leastNs, mostNs) };
}

function describeRange(leastNs: number, mostNs: number): string {
  return `${formatNs(leastNs)} to ${formatNs(mostNs)}`;
}

/** A few values that are distributed as a histogram is. */
function valuesOf(encoded: string | undefined): number[] {
  if (encoded === undefined) return [0];
  const histogram = decodeHistogram(encoded);
  return Array.from({ length: NULL_VALUES }, (_, i) =>
    histogram.getValueAtPercentile(((i + 0.5) * 100) / NULL_VALUES),
  );
}
