import Table from 'cli-table3';
import type { Distribution } from '../../results/distribution.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { NO_BORDERS } from '../terminal/terminal-table.ts';
import { formatTime } from '../text/format.ts';
import type { Paint } from '../text/paint.ts';
import { visibleWidth, wrapText } from '../text/wrap-text.ts';
import { CHAT_READING_AID, chatTimes } from './load-chat.ts';

const COLUMNS = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['p99.99', 'p9999'],
  ['max', 'max'],
  ['mean', 'mean'],
] as const;
type ColumnKey = (typeof COLUMNS)[number][1];

/** What a narrower terminal gives up, one after the other. */
const GIVEN_UP: readonly ColumnKey[] = ['p9999', 'p90', 'mean', 'p999'];

const READING_AID =
  'response: intended start to reply; service: actual send to reply; send lag: intended start to actual send; connect and first reply: counted from the start of connecting';

/** The percentiles of each kind of time that was measured, and what the kinds mean. */
export function drawTimes(result: TrialResult, width: number, paint: Paint): readonly string[] {
  const aid = result.chat === undefined ? READING_AID : CHAT_READING_AID;
  return [
    ...drawWidest(result, width, paint),
    ...wrapText(aid, width).map((line) => paint('dim', line)),
  ];
}

/** The widest table that fits. */
function drawWidest(result: TrialResult, width: number, paint: Paint): readonly string[] {
  let lines: readonly string[] = [];
  for (let given = 0; given <= GIVEN_UP.length; given++) {
    const without = GIVEN_UP.slice(0, given);
    lines = drawTable(result, (key) => !without.includes(key), paint);
    if (lines.every((line) => visibleWidth(line) <= width)) break;
  }
  return lines;
}

function drawTable(
  result: TrialResult,
  shows: (key: ColumnKey) => boolean,
  paint: Paint,
): readonly string[] {
  const columns = COLUMNS.filter(([, key]) => shows(key));
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: ['left', ...columns.map(() => 'right' as const)],
  });
  table.push(['time', ...columns.map(([label]) => label)].map((title) => paint('dim', title)));
  const rows = result.chat === undefined ? messageTimes(result) : chatTimes(result.chat, result);
  for (const [label, times] of rows) {
    if (times !== null) table.push([label, ...columns.map(([, key]) => formatTime(times[key]))]);
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function messageTimes(result: TrialResult): readonly (readonly [string, Distribution | null])[] {
  return [
    ['response', result.responseTimeNs],
    ['service', result.serviceTimeNs],
    ['send lag', result.sendLagNs],
    ['connect', result.connectTimeNs],
    ['first reply', result.firstReplyTimeNs],
  ];
}
