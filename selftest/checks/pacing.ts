import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Check, Findings } from '../check.ts';
import { hearHost } from '../host-spoiled.ts';
import { type MeasuredWindow, msUntil } from '../measure-known.ts';
import { exactRow, formatNs, formatShare, limitRow, noteRow } from '../rows.ts';

const RATES = [1_000, 5_000, 20_000] as const;
const MEASURE_MS = 1_500;
const CONNECTIONS = 8;
const ACHIEVED_ALLOWED = 0.005;
/** What a quiet machine should hold. It judges the machine, not the harness: told, no verdict. */
const LAG_P50_NS = 50e3;
const LAG_P99_NS = 300e3;
const BLOCKED_MS = 200;
const BLOCKED_RATE = 1_000;
const BLOCKED_MEASURE_MS = 1_000;
const BLOCKED_AFTER_MS = 400;

export const schedules: readonly Check[] = RATES.map((rate) => ({
  name: `schedule-${rate / 1_000}k`,
  claim: `${rate} messages per second leave on schedule, none early, none left out`,
  run: (bench) => measureSchedule(bench, rate),
}));

async function measureSchedule(bench: Bench, rate: number): Promise<Findings> {
  const { result, noise } = await bench.measure({
    behaviour: { kind: 'null-echo' },
    load: offer(rate),
    measureMs: MEASURE_MS,
  });
  const { counts, sendLagNs } = result;
  const slots = (rate * MEASURE_MS) / 1_000;
  const off = counts.answeredInWindow / slots - 1;
  const lag = (what: string, limitNs: number, lagNs: number) =>
    noteRow(`send lag ${what}`, `usually to ${formatNs(limitNs)}`, formatNs(lagNs));
  return {
    rows: [
      { ...exactRow('slots', slots, counts.scheduled), certain: true },
      {
        ...limitRow(
          'earliest',
          { text: 'not before its time', holds: sendLagNs !== null && sendLagNs.min >= 0 },
          sendLagNs === null ? 'nothing' : `${formatNs(sendLagNs.min)} after`,
        ),
        certain: true,
      },
      {
        what: 'answered',
        expected: `${rate}/s`,
        measured: `${Math.round((counts.answeredInWindow * 1_000) / MEASURE_MS)}/s`,
        allowed: `±${formatShare(ACHIEVED_ALLOWED)}`,
        holds: Math.abs(off) <= ACHIEVED_ALLOWED,
      },
      lag('p50', LAG_P50_NS, sendLagNs?.p50 ?? 0),
      lag('p99', LAG_P99_NS, sendLagNs?.p99 ?? 0),
    ],
    ...hearHost(noise),
  };
}

/** A load that could not run must say so, and not blame the server. */
export const blockedLoad: Check = {
  name: 'blocked-load',
  claim: 'a load that is stopped for 200 ms shows it as send lag, and its trial is not trusted',
  async run(bench) {
    const stops: Promise<number>[] = [];
    const { result, noise } = await bench.measure({
      behaviour: { kind: 'null-echo' },
      load: offer(BLOCKED_RATE),
      measureMs: BLOCKED_MEASURE_MS,
      onWindow: (window, pid) => void stops.push(stopFor(window, pid)),
    });
    const blockedNs = (await Promise.all(stops))[0] ?? 0;
    const lagNs = result.sendLagNs?.max ?? 0;
    // A slot may fall due up to a period after the stop.
    const leastNs = Math.min(blockedNs, BLOCKED_MS * 1e6) - 1e9 / BLOCKED_RATE;
    const codes = result.warnings.map(({ code }) => code).join(', ');
    return {
      rows: [
        limitRow(
          'longest send lag',
          { text: `${formatNs(leastNs)} or more`, holds: lagNs >= leastNs },
          formatNs(lagNs),
        ),
        exactRow('status', 'invalid', result.status),
        limitRow(
          'warning',
          { text: 'client-bound', holds: codes.includes('client-bound') },
          codes === '' ? 'none' : codes,
        ),
      ],
      ...hearHost(noise),
    };
  },
};

/** Stops the load process in the window; gives how long it was stopped, ns. */
async function stopFor({ startNs }: MeasuredWindow, pid: number): Promise<number> {
  await sleep(msUntil(startNs) + BLOCKED_AFTER_MS);
  process.kill(pid, 'SIGSTOP');
  const beganNs = process.hrtime.bigint();
  await sleep(BLOCKED_MS);
  process.kill(pid, 'SIGCONT');
  return Number(process.hrtime.bigint() - beganNs);
}

function offer(ratePerSec: number) {
  return {
    loop: 'open',
    connections: CONNECTIONS,
    offeredRatePerSec: ratePerSec,
    arrivals: 'constant',
  } as const;
}
