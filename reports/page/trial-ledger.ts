import type { TrialResult } from '../../results/trial-result.ts';
import type { CellLedger } from '../../stats/cell-summary.ts';
import type { Report } from '../report.ts';
import { left, renderTable, right, wrapped } from './table.ts';

const MEANINGS = {
  complete: 'sound: these are the figures on this page',
  invalid: 'the host or the load spoiled it',
  incomplete: 'it ended early',
  interrupted: 'the user ended it',
  'failed-verification': 'the server answered wrongly',
} as const satisfies Record<TrialResult['status'], string>;

/** What became of all trials, and of all messages of the complete ones. */
export function renderTrialLedger({ trials, scenarios }: Report): string {
  const byStatus = Map.groupBy(trials, ({ status }) => status);
  const statuses = Object.entries(MEANINGS) as [TrialResult['status'], string][];
  const ledgers = scenarios.flatMap(({ cells }) => cells.map(({ ledger }) => ledger));
  return [
    '<h3>The ledger</h3>',
    renderTable(
      'What became of the trials.',
      [left('status'), right('trials'), wrapped('what it means')],
      statuses.map(([status, meaning]) => ({
        cells: [status, count(byStatus.get(status)?.length ?? 0), meaning],
      })),
    ),
    renderTable(
      'What became of every message that was scheduled in a complete trial: each is in one place, and the places add up.',
      [left('messages'), right('count'), wrapped('what it means')],
      PLACES.map(([place, meaning, name = place]) => ({
        cells: [
          name,
          count(ledgers.reduce((sum, ledger) => sum + countAt(ledger, place), 0)),
          meaning,
        ],
      })),
    ),
  ].join('\n');
}

const PLACES: readonly (readonly [place: keyof CellLedger, meaning: string, name?: string])[] = [
  ['scheduled', 'the sum of what follows'],
  ['ok', 'answered rightly and in time'],
  ['failed', 'ended by an error'],
  ['timedOut', 'answered, or still waiting, later than the time-out', 'timed out'],
  ['lost', 'datagrams without a reply'],
  ['dropped', 'never sent'],
  ['unfinished', 'no answer by the end of the drain'],
];

function countAt(ledger: CellLedger, place: keyof CellLedger): number {
  if (place !== 'failed') return ledger[place];
  return Object.values(ledger.failed).reduce((sum, each) => sum + each, 0);
}

function count(value: number) {
  return { text: value.toLocaleString('en-US'), order: value };
}
