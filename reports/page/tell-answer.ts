import type { CellSummary } from '../../stats/cell-summary.ts';
import type { ScenarioReport } from '../report.ts';
import { formatRate, formatServed, formatTime, listSome } from '../text/format.ts';
import { describeAnswer } from '../words/answer.ts';

const NAMED_MOST = 4;

/** Whether a question is put to one server alone: then there is nothing to rank. */
export function isAlone({ cells }: Pick<ScenarioReport, 'cells'>): boolean {
  return new Set(cells.map(({ label }) => label)).size < 2;
}

/** A question's answer in a sentence: an order, or, of a single server, what it did. */
export function tellAnswer({ cells, rankings }: ScenarioReport): string {
  if (!isAlone({ cells })) return rankings.map(describeAnswer).join(' ');
  const sound = cells.filter(({ completeTrials }) => completeTrials > 0);
  if (sound.length === 0) return 'No trial was complete: nothing is known.';
  return `${listSome(sound.map(describeAlone), NAMED_MOST, '; ')}.`;
}

function describeAlone({ metrics, connections, load }: CellSummary): string {
  const { throughputPerSec, responseP50Ns, responseP99Ns, cpuNsPerMessage } = metrics;
  return [
    load.loop === 'open' ? `offered ${formatRate(load.offeredRatePerSec)}` : null,
    throughputPerSec === null ? null : `${formatRate(throughputPerSec.center)} answered`,
    responseP50Ns === null ? null : `response time p50 ${formatTime(responseP50Ns.center)}`,
    responseP99Ns === null ? null : `p99 ${formatTime(responseP99Ns.center)}`,
    cpuNsPerMessage === null
      ? null
      : `${formatTime(cpuNsPerMessage.center)} of server CPU a message`,
    `${formatServed(connections.served, connections.attempted)} clients served`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
