import type { GateMetric } from '../../results/gate-order.ts';
import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { countOf, formatRate, formatTime, listSome, NOTHING } from '../text/format.ts';

/** What a gate's result is called, in every format. All pure. */

const METRIC_WORDS: Readonly<Record<GateMetric, string>> = {
  'cpu-per-message': 'CPU per message',
  capacity: 'capacity',
  p50: 'p50 response time',
  p99: 'p99 response time',
};

export function nameMetric(metric: GateMetric): string {
  return METRIC_WORDS[metric];
}

/** `+3.2 %`, of the logarithm of a ratio; positive is worse. */
export function formatWorse(logarithm: number): string {
  const percent = Math.expm1(logarithm) * 100;
  const text = Math.abs(percent).toFixed(1);
  return `${percent < 0 && text !== '0.0' ? '-' : '+'}${text} %`;
}

/** `3 %`, of a budget's ratio. */
export function formatBudget(ratio: number): string {
  return formatWorse(Math.log(ratio)).slice(1).replace('.0 ', ' ');
}

export function formatFigure(metric: GateMetric, value: number): string {
  return metric === 'capacity' ? formatRate(value) : formatTime(value);
}

/** `REGRESSION: event-loop, CPU per message: +10.3 % (at least +8.1 %)`. */
export function describeVerdict(result: GateResult): string {
  const { verdict, tests } = result;
  const worse = tests.filter(({ decision }) => decision === 'regression');
  if (verdict === 'regression') return `REGRESSION: ${listSome(describeWorse(worse), 4, '; ')}`;
  const deciding = tests.filter(({ decision }) => decision !== null);
  if (verdict === 'pass') {
    const most = deciding.reduce((high, test) => Math.max(high, test.high ?? 0), 0);
    return `PASS: nothing is worse by more than ${formatWorse(Math.max(0, most)).slice(1)}, in ${countOf(deciding.length, 'figure')} of ${countOf(result.cells.length, 'cell')}`;
  }
  const untold = deciding.filter(({ decision }) => decision !== 'pass');
  const what = [...new Set(untold.map(({ cell, metric }) => `${cell}, ${nameMetric(metric)}`))];
  const broken = result.isComplete ? '' : ' (it was broken off)';
  return `INCONCLUSIVE${broken}: cannot tell whether head is worse in ${untold.length} of ${countOf(deciding.length, 'figure')}: ${listSome(what, 4, '; ')}`;
}

function describeWorse(tests: readonly GateTest[]): string[] {
  const failed = tests.filter(({ reason }) => reason !== null);
  const failures = [...new Set(failed.map(({ cell, reason }) => `${cell}: ${firstWords(reason)}`))];
  const found = tests
    .filter(({ reason }) => reason === null)
    .map(({ cell, metric, estimate, low }) => {
      const size = estimate === null ? '' : ` ${formatWorse(estimate)}`;
      const least = low === null ? '' : ` (at least ${formatWorse(low)})`;
      return `${cell}, ${nameMetric(metric)} worse by${size}${least}`;
    });
  return [...failures, ...found];
}

/** What a server said at its end may be many lines: they are told once, below. */
export function firstWords(reason: string | null): string {
  return reason?.split(' / ')[0] ?? '';
}

/** Base and head by their names. */
function describeSides({ order: { base, head } }: GateResult): string {
  if (base.commit === head.commit && !head.isDirty) {
    return `base ${base.ref} and head are the same commit (${base.commit.slice(0, 12)}): this compares it with itself`;
  }
  const dirty = head.isDirty ? ' with changes that are not committed' : '';
  return `base ${base.ref} (${base.commit.slice(0, 12)}), head ${head.commit.slice(0, 12)}${dirty}`;
}

export function describeMeasured(result: GateResult): string {
  const pairs = result.cells.map((cell) => cell.pairs);
  const [fewest, most] = [Math.min(...pairs), Math.max(...pairs)];
  const range = fewest === most ? countOf(most, 'pair') : `${fewest} to ${most} pairs`;
  return `${describeSides(result)}; ${countOf(result.cells.length, 'cell')}, ${range} each, ${countOf(result.looks, 'look')}, seed ${result.seed}`;
}

/** Why a test was decided without its figures, and what is particular about a cell. */
export function listNotes({ cells, tests }: GateResult): string[] {
  const reasons = new Set(
    tests.flatMap(({ cell, reason }) => (reason === null ? [] : [`${cell}: ${reason}`])),
  );
  return [
    ...reasons,
    ...cells.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  ];
}

/** How loud the machine was, and what it could have told all the same. */
export function describeNoise({ tests }: GateResult): string {
  const deciding = tests.filter(({ decision }) => decision !== null);
  const noise = formatRange(deciding.map(({ noise }) => noise));
  const detectable = formatRange(deciding.map(({ detectable }) => detectable));
  if (noise === null || detectable === null) {
    return 'Noise floor: not known, because too few pairs could be used.';
  }
  return `Noise floor, from test to test: two trials of the same code lie ${noise} apart (standard deviation); by the last look a change of ${detectable} would be found 4 times in 5.`;
}

/** `1.1 % to 3.0 %`, of what is known of logarithms; null where nothing is. */
function formatRange(logarithms: readonly (number | null)[]): string | null {
  const known = logarithms.filter((value) => value !== null);
  if (known.length === 0) return null;
  const ends = [Math.min(...known), Math.max(...known)].map((end) => formatWorse(end).slice(1));
  return ends[0] === ends[1] ? String(ends[0]) : ends.join(' to ');
}

/** What is known of one test, in a sentence without its name. */
export function describeFigures({ metric, reason, ...figures }: GateTest): string {
  const { estimate, low, high, baseMedian, headMedian, differences } = figures;
  if (reason !== null) return reason;
  if (estimate === null || baseMedian === null || headMedian === null)
    return 'nothing was measured';
  const bounds = formatBounds(low, high);
  return `worse by ${formatWorse(estimate)}${bounds === NOTHING ? '' : ` (${bounds})`}, base ${formatFigure(metric, baseMedian)}, head ${formatFigure(metric, headMedian)}, ${countOf(differences.length, 'pair')}`;
}

/** `-0.3 % to +1.2 %`; a side that so few pairs do not bound is left open. */
export function formatBounds(low: number | null, high: number | null): string {
  if (low === null) return high === null ? NOTHING : `at most ${formatWorse(high)}`;
  return high === null
    ? `at least ${formatWorse(low)}`
    : `${formatWorse(low)} to ${formatWorse(high)}`;
}

/** The command that measures it again, with the seed that it had; null where it is not known. */
export function repeatCommand({
  command,
  seed,
}: Pick<GateResult, 'command' | 'seed'>): string | null {
  if (command === undefined) return null;
  return command.includes(' --seed ') ? command : `${command} --seed ${seed}`;
}

/** The command that finds the verdict again, by the same program as measured it. */
export function replayCommand({ command }: Pick<GateResult, 'command'>): string {
  const end = command?.indexOf(' gate ') ?? -1;
  const program = end === -1 ? 'npx echosounder' : command?.slice(0, end);
  return `${program} gate --replay FOLDER`;
}

/** What only advises, and was never measured, has nothing to say. */
export function dropUnmeasuredAdvice(tests: readonly GateTest[]): GateTest[] {
  return tests.filter(({ decision, estimate }) => decision !== null || estimate !== null);
}

/** What is to be looked at comes first; else rows keep their order. */
export function sortByUrgency(tests: readonly GateTest[]): GateTest[] {
  return tests.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
}

function urgencyOf({ decision }: GateTest): number {
  if (decision === 'regression') return 0;
  return decision === 'pass' || decision === null ? 2 : 1;
}
