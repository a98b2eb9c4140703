import type { CellSummary } from '../../stats/cell-summary.ts';
import { type Place, type Ranking, reasonApart } from '../../stats/rank.ts';
import type { ScenarioReport } from '../report.ts';
import {
  formatByteRate,
  formatRate,
  formatServed,
  formatSpread,
  formatTime,
} from '../text/format.ts';

/** Where one server stands in one question: a word for it, and the figure or the reason. */
export interface Standing {
  /** `apart`: leaves clients out, or answers another question. `unsound`: no trial to be believed. */
  readonly kind: 'first' | 'placed' | 'no-claim' | 'apart' | 'unsound';
  readonly word: string;
  readonly detail: string;
}

/** By label, one for each ranking that it is in. */
export function findStandings(scenario: ScenarioReport): ReadonlyMap<string, readonly Standing[]> {
  const found = scenario.rankings.flatMap((ranking) => [
    ...ranking.places.map((place) => ({
      label: place.label,
      standing: standAtPlace(place, ranking),
    })),
    ...ranking.apart.map(({ label, reason }) => ({
      label,
      standing: standApart(findCell(scenario, label), reason),
    })),
    ...ranking.invalid.map(({ label, reason }) => ({
      label,
      standing: {
        kind: 'unsound',
        word: 'unsound',
        detail: reason.replace('no complete trial: ', ''),
      } as const,
    })),
  ]);
  const groups = Map.groupBy(found, ({ label }) => label);
  return new Map(
    [...groups].map(([label, group]) => [label, group.map(({ standing }) => standing)]),
  );
}

/** Whether clients were left without an answer, so many that the cell is not ranked. */
export function leavesClientsOut(cell: CellSummary): boolean {
  const { served, attempted } = cell.connections;
  return cell.completeTrials > 0 && served < attempted && reasonApart(cell) !== null;
}

function standAtPlace(place: Place, ranking: Ranking): Standing {
  const detail = describeFigure(place, ranking);
  // The figure is all that is known of it.
  if (place.rank === null) return { kind: 'no-claim', word: detail, detail: 'no claim' };
  const word = `${place.tied ? 'tied ' : ''}${ordinal(place.rank)}`;
  return { kind: place.rank === 1 ? 'first' : 'placed', word, detail };
}

function standApart(cell: CellSummary | undefined, reason: string): Standing {
  if (cell === undefined || !leavesClientsOut(cell)) {
    return cell?.connections.oneReplyEach === true
      ? { kind: 'apart', word: 'hangs up', detail: 'after 1 reply' }
      : { kind: 'apart', word: 'not ranked', detail: reason };
  }
  const { served, attempted, starved } = cell.connections;
  const word = starved > 0 ? 'starves' : 'turns away';
  return { kind: 'apart', word, detail: `${formatServed(served, attempted)} served` };
}

function findCell({ cells }: ScenarioReport, label: string): CellSummary | undefined {
  return cells.find((cell) => cell.label === label && cell.completeTrials > 0);
}

function describeFigure({ value, p99AtCommonRate }: Place, ranking: Ranking): string {
  const { metric, blockBytes } = ranking;
  if (metric === 'sustained-rate') {
    const rate = value.center === 0 ? 'none' : formatRate(value.center);
    return p99AtCommonRate === null ? rate : `${rate}, ${formatTime(p99AtCommonRate.center)}`;
  }
  const spread = formatSpread(value);
  if (metric !== 'throughput') return `${formatTime(value.center)}${spread}`;
  const figure =
    blockBytes === null ? formatRate(value.center) : formatByteRate(value.center * blockBytes);
  return `${figure}${spread}`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
function ordinal(rank: number): string {
  const teens = rank % 100 > 10 && rank % 100 < 14;
  const ending = teens ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[rank % 10];
  return `${rank}${ending ?? 'th'}`;
}
