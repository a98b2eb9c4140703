import { type Command, InvalidArgumentError } from 'commander';
import { BOUND_EXPECTED, parseBound } from '../harness/config/response-bound.ts';
import { type LoadOrder, orderLoad } from '../harness/load-order.ts';
import { findSaturation } from '../harness/saturation/find-saturation.ts';
import type { SaturationQuest } from '../harness/saturation/search-rates.ts';
import { describeProbe, renderSaturation } from '../reports/load/saturation-summary.ts';
import { formatRate } from '../reports/text/format.ts';
import type { ResponseBound } from '../results/response-bound.ts';
import type { SearchAnswer } from '../results/saturation.ts';
import { EXIT } from './exit-code.ts';
import { listenForInterrupt } from './interrupt.ts';
import { isWritten, refuseWritten } from './options/check-options.ts';
import { tableOutput } from './output/table-output.ts';
import { writeOutputs } from './output/write-output.ts';
import { createProgressDisplay } from './progress/progress-display.ts';
import { UsageError } from './usage-error.ts';

/** A probe is one of a dozen: shorter by default than a measurement that stands alone. */
const PROBE_MEASURE_NS = 2e9;
const PROBE_WARMUP_NS = 5e8;
/** A search with a good first guess needs half as many. */
const PROBES_MAX = 16;

export function readBound(text: string): ResponseBound {
  const bound = parseBound(text);
  if (bound === null) throw new InvalidArgumentError(`${BOUND_EXPECTED}.`);
  return bound;
}

/** Options that a search settles itself, or has no use for. */
export function refuseBesideSearch(command: Command, workload: string): void {
  refuseWritten(
    command,
    ['rate', 'depth'],
    (flag) => `${flag} cannot stand beside --search, which offers rates of its own in an open loop`,
  );
  refuseWritten(
    command,
    ['html', 'hgrm', 'hlog'],
    (flag) => `${flag} shows one trial, and --search runs many: take --json, which has them all`,
  );
  if (!['conversation', 'churn'].includes(workload)) {
    throw new UsageError(
      `--search offers messages on schedule: its workload is conversation or churn, not ${workload}`,
    );
  }
}

export interface SearchOutput {
  readonly command: Command;
  readonly json: string | undefined;
  readonly isQuiet: boolean;
}

/** Finds the highest rate that the target holds, and says how near to the client's own it is. */
export async function searchLoad(
  target: string,
  order: LoadOrder,
  { bound, arrivals }: Pick<SaturationQuest, 'bound' | 'arrivals'>,
  { command, json, isQuiet }: SearchOutput,
): Promise<number> {
  const checked = await orderLoad(target, withProbeTimes(order, command));
  const display = createProgressDisplay(null, process.stderr, { isQuiet });
  const interrupt = listenForInterrupt(() => display.say('interrupted: saving what was measured'));
  let number = 0;
  const saturation = await findSaturation(
    checked,
    { bound, arrivals, probesMax: PROBES_MAX },
    {
      probing(server, ratePerSec) {
        number += 1;
        const what = ratePerSec === null ? 'first guess' : formatRate(ratePerSec);
        display.trialStarted(`${server}: ${what}`, number);
      },
      probed: (server, probe) => display.say(`${server}: ${describeProbe(probe, bound)}`),
      progress: (progress) => display.update(progress),
    },
    interrupt.signal,
  ).finally(() => display.end());
  const render = () => `${JSON.stringify(saturation, null, 2)}\n`;
  await writeOutputs([
    ...tableOutput(json === '-', (shown) => renderSaturation(saturation, shown), { isQuiet }),
    ...(json === undefined ? [] : [{ destination: json, render }]),
  ]);
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  return isAnswer(saturation.server.answer) ? EXIT.ok : EXIT.unsound;
}

function withProbeTimes(order: LoadOrder, command: Command): LoadOrder {
  return {
    ...order,
    measureNs: isWritten(command, 'duration') ? order.measureNs : PROBE_MEASURE_NS,
    warmupNs: isWritten(command, 'warmup') ? order.warmupNs : PROBE_WARMUP_NS,
  };
}

/** A rate that held says something only beside one that did not, unless there is none higher. */
function isAnswer({ heldPerSec, missedPerSec, clientLimitPerSec, end }: SearchAnswer): boolean {
  if (end === 'broken' || end === 'unanswered') return false;
  if (end === 'lowest-missed') return missedPerSec !== null;
  const hasEdge = missedPerSec !== null || clientLimitPerSec !== null || end === 'highest-held';
  return heldPerSec !== null && hasEdge;
}
