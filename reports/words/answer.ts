import type { CellDeliveries, CellSummary } from '../../stats/cell-summary.ts';
import type { Place, Ranking } from '../../stats/rank.ts';
import { isClaimed, reasonApart, reasonUnsound } from '../../stats/rank.ts';
import { sustains } from '../../stats/rate-series.ts';
import { countOf, formatByteRate, formatRate, formatTime, listSome } from '../text/format.ts';

/** What a ranking says, in a sentence: the best, its ties, and the distance to the next. */
export function describeAnswer(ranking: Ranking): string {
  const next = ranking.places.find((place) => place.rank !== null && place.rank !== 1);
  const lead = describeLead(ranking);
  if (next === undefined) return lead;
  return `${lead} Next: ${next.label}, ${describeFigures(next, ranking)}.`;
}

/** The best and its ties alone. */
export function describeLead(ranking: Ranking): string {
  const first = ranking.places.filter((place) => place.rank === 1);
  const [best] = first;
  if (best === undefined) return describeNoClaim(ranking);
  const names = joinNames(first.map((place) => place.label));
  const lead = first.length > 1 ? `${names} cannot be told apart` : names;
  return `${lead}: ${describeFigures(best, ranking)}.`;
}

export const NOT_SUSTAINED = 'rate not sustained';

/** Why a cell's row needs a grain of salt; empty for none. */
export function describeCell(cell: CellSummary): readonly string[] {
  const notes: string[] = [];
  const { served, attempted, oneReplyEach } = cell.connections;
  if (cell.completeTrials === 0) {
    return [reasonUnsound(cell)];
  }
  if (reasonApart(cell) !== null) {
    if (served < attempted) notes.push(`${Math.round(served)} of ${Math.round(attempted)} served`);
    if (oneReplyEach) notes.push('1 reply each, then hung up');
  }
  if (sustains(cell) === false) notes.push(NOT_SUSTAINED);
  if (cell.deliveries !== null) notes.push(...describeSlowReaders(cell.deliveries));
  if (cell.excluded.length > 0) {
    notes.push(`${countOf(cell.excluded.length, 'trial')} left out`);
  }
  return notes;
}

/** The server's own count is told where it is another: members went that were meant to read. */
function describeSlowReaders({ members, disconnected, countedByServer }: CellDeliveries): string[] {
  const counted = countedByServer ?? disconnected;
  if (disconnected === 0 && counted === 0) return [];
  const told = `${disconnected} of ${countOf(members, 'slow reader')} disconnected`;
  return [counted === disconnected ? told : `${told}, the server counts ${counted}`];
}

/** `1`, `2=` for a shared place, a dash for none that can be claimed; empty when not placed. */
export function describePlace(ranking: Ranking | undefined, label: string): string {
  const place = ranking?.places.find((each) => each.label === label);
  if (place === undefined) return '';
  return place.rank === null ? '–' : `${place.rank}${place.tied ? '=' : ''}`;
}

function describeNoClaim(ranking: Ranking): string {
  if (ranking.places.length === 0) return 'Nothing here can be ranked.';
  const order = ranking.places.map((place) => `${place.label} ${describeFigures(place, ranking)}`);
  const short = ranking.places.filter((place) => !isClaimed(place)).map(({ label }) => label);
  const whose = short.length === order.length ? 'each' : `of ${joinNames(short)}`;
  return `Fewer than five complete trials ${whose}: no claim. Best medians: ${listSome(order, 3, '; ')}.`;
}

function describeFigures(place: Place, ranking: Ranking): string {
  if (ranking.metric === 'throughput') {
    return ranking.blockBytes === null
      ? formatRate(place.value.center)
      : `${formatByteRate(place.value.center * ranking.blockBytes)} each way`;
  }
  if (ranking.metric === 'cpu-per-message') {
    return `${formatTime(place.value.center)} of CPU per message`;
  }
  if (ranking.metric === 'cpu-per-delivery') {
    return `${formatTime(place.value.center)} of CPU per delivery${describeLastReceiver(place, ranking)}`;
  }
  const sustained =
    place.value.center === 0
      ? 'sustained none of the offered rates'
      : `sustained ${formatRate(place.value.center)}`;
  const { p99AtCommonRate } = place;
  if (p99AtCommonRate === null || ranking.commonRatePerSec === null) return sustained;
  const common = formatRate(ranking.commonRatePerSec);
  return `${sustained}, p99 ${formatTime(p99AtCommonRate.center)} at ${common}`;
}

function describeLastReceiver({ p99AtCommonRate }: Place, { commonRatePerSec }: Ranking): string {
  if (p99AtCommonRate === null || commonRatePerSec === null) return '';
  return `, last receiver p99 ${formatTime(p99AtCommonRate.center)} at ${formatRate(commonRatePerSec)}`;
}

function joinNames(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
