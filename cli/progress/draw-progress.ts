import type { ClientLight } from '../../harness/trial/client-light.ts';
import type { TrialProgress } from '../../harness/trial/measure-trial.ts';
import { cleanText } from '../../reports/text/clean-text.ts';
import { cutMiddle } from '../../reports/text/cut-middle.ts';
import { flowParts } from '../../reports/text/flow-parts.ts';
import { formatBytes, formatTime } from '../../reports/text/format.ts';
import type { Paint } from '../../reports/text/paint.ts';
import { visibleWidth, wrapText } from '../../reports/text/wrap-text.ts';
import { describeLoad } from '../../reports/words/describe-load.ts';
import { describeOpening } from './describe-opening.ts';
import { describeRest } from './describe-rest.ts';
import { estimateRest } from './estimate.ts';
import { formatPlace } from './format-place.ts';
import { formatThroughput } from './format-throughput.ts';
import { type ProgressState, readThroughput } from './progress-state.ts';

export interface DrawingOptions {
  readonly width: number;
  readonly paint: Paint;
  /** The wall clock, which tells when the run ends. */
  readonly nowMs: number;
}

const BAR_MAX = 40;
const BAR_MIN = 8;

/** What runs, how it goes, what it uses, and how much is left: a few lines, none wider than asked. */
export function drawProgress(state: ProgressState, options: DrawingOptions): readonly string[] {
  const { width } = options;
  return [
    ...drawTitle(state, options),
    ...flowParts(describePhase(state), width).flatMap((line) => wrapText(line, width)),
    ...flowParts(describeUsage(state.latest, options.paint), width),
    ...drawRest(state, options),
  ];
}

function drawTitle(
  { planned, number, label, latest }: ProgressState,
  { width, paint }: DrawingOptions,
): readonly string[] {
  const place = formatPlace(number, planned?.length ?? null);
  const room = width - (place === '' ? 0 : place.length + 1);
  const name = cutMiddle(cleanText(label), Math.max(1, room));
  const title = [place, paint('bold', name)].filter((text) => text !== '').join(' ');
  if (latest === null) return [title];
  const load = wrapText(describeLoad(latest.trial), width);
  const joined = `${title}   ${load.join(' ')}`;
  if (visibleWidth(joined) <= width) return [`${title}   ${paint('dim', load.join(' '))}`];
  return [title, ...load.map((line) => paint('dim', line))];
}

function describePhase(state: ProgressState): readonly string[] {
  const { latest } = state;
  if (latest === null) return ['starting'];
  const { phase, established, served, trial, recentTimes } = latest;
  if (phase === 'opening') {
    const { connections } = trial.load;
    return [
      describeOpening(latest) ??
        `opening   ${established} of ${connections} connected, ${served} had a reply`,
    ];
  }
  const throughput = readThroughput(state);
  return [
    describeTime(latest),
    ...(throughput === null ? [] : [formatThroughput(trial, throughput).padStart(8)]),
    ...(recentTimes === null
      ? []
      : [
          `p50 ${formatTime(recentTimes.p50Ns).padStart(7)}`,
          `p99 ${formatTime(recentTimes.p99Ns).padStart(7)}`,
        ]),
    describeErrors(latest),
  ];
}

function describeTime({ phase, atNs, phaseStartNs, trial }: TrialProgress): string {
  if (phase === 'draining') return 'waiting for what is still due';
  const wholeNs = phase === 'warm-up' ? trial.timing.warmupNs : trial.timing.measureNs;
  const doneNs = Math.min(wholeNs, Math.max(0, atNs - phaseStartNs));
  return `${phase} ${formatSeconds(doneNs)} of ${formatSeconds(wholeNs)} s`;
}

function describeErrors({ failed, overdue }: TrialProgress): string {
  const errors = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(overdue > 0 ? [`${overdue} too late or lost`] : []),
  ];
  return errors.length === 0 ? 'no errors' : errors.join(', ');
}

function describeUsage(latest: TrialProgress | null, paint: Paint): readonly string[] {
  if (latest === null) return [];
  const { server, busyCpus, clientLight } = latest;
  return [
    ...(server === null
      ? []
      : [`server ${formatBusy(server.busyCpus)}, ${formatBytes(server.rssBytes)}`]),
    ...(busyCpus === null ? [] : [`load ${formatBusy(busyCpus)}`]),
    ...(clientLight === null ? [] : [drawLight(clientLight, paint)]),
  ];
}

function drawLight(light: ClientLight, paint: Paint): string {
  if (light === 'clear') return paint('green', '● client has room');
  if (light === 'near') return paint('yellow', '● client near its limit');
  return paint('red', '● client-bound');
}

function drawRest(state: ProgressState, { width, nowMs }: DrawingOptions): readonly string[] {
  const estimate = estimateRest(state.planned, { ...state, nowMs });
  if (estimate === null) return [];
  const share = `${String(Math.floor(estimate.doneShare * 100)).padStart(3)} %`;
  const rest = describeRest(estimate.restMs, nowMs);
  const room = width - visibleWidth(`${share}   ${rest} `);
  if (room < BAR_MIN) return flowParts([share.trimStart(), rest], width);
  const cells = Math.min(BAR_MAX, room);
  const filled = Math.min(cells, Math.floor(estimate.doneShare * cells));
  return [`${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${share}   ${rest}`];
}

/** Of one CPU, as `top` tells it: a server on two may use 200 %. */
function formatBusy(busyCpus: number): string {
  return `${Math.round(busyCpus * 100)} % CPU`;
}

function formatSeconds(timeNs: number): string {
  return (timeNs / 1e9).toFixed(1);
}
