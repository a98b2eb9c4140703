import type { Warning } from '../../../results/trial-result.ts';

/** What the invented trials of a cell look like. */
export interface CellShape {
  readonly scenario: string;
  readonly cell: string;
  readonly strategy: string;
  readonly ratePerSec: number;
  readonly middleNs: number;
  readonly cpuNs: number;
  readonly rssMiB: number;
  readonly firstReplyNs: number;
  readonly offered?: number;
  readonly served?: number;
  readonly oneReply?: boolean;
  readonly datagrams?: DatagramShape;
  readonly warning?: Warning;
  /** Repetitions that did not end well. */
  readonly broken?: Readonly<Record<number, 'invalid' | 'incomplete' | 'failed-verification'>>;
}

/** What becomes of the datagrams of a cell, as shares of those offered. */
export interface DatagramShape {
  readonly lostShare: number;
  readonly lateShare: number;
  readonly doubledShare: number;
  readonly overtakenShare: number;
  readonly workers: number;
}

type Row = readonly [
  strategy: string,
  ratePerSec: number,
  middleUs: number,
  cpuUs: number,
  rssMiB: number,
  firstReplyMs: number,
];

const CLIENT_BOUND: Warning = {
  code: 'client-bound',
  message: 'the load threads were busy 97 % of the time',
  advice: 'give the load another CPU, or read this throughput as "at least"',
};
const HOST_NOISE: Warning = {
  code: 'host-noise',
  message: 'another program took 3.1 % of the CPU time',
  advice: 'close what runs beside the measurement, or use a quiet machine',
};

const CONVERSATION: readonly Row[] = [
  ['one-shot', 0, 0, 0, 52, 0.4],
  ['connection-loop', 0, 0, 0, 52, 3.1],
  ['conversation-loop', 14_800, 64, 41, 52, 0.4],
  ['process-per-connection', 41_200, 1_520, 23.4, 3_120, 1_840],
  ['thread-per-connection', 44_900, 1_400, 21.9, 148, 420],
  ['event-loop', 62_400, 1_010, 15.7, 71, 6.2],
  ['worker-threads', 60_900, 1_030, 16.1, 124, 61],
  ['cluster', 61_300, 1_025, 16.0, 212, 92],
  ['worker-pool', 59_100, 1_060, 16.6, 133, 70],
];
const CHURN: readonly Row[] = [
  ['connection-loop', 11_900, 5_200, 72, 53, 5.1],
  ['process-per-connection', 41, 1_540_000, 21_900, 180, 1_500],
  ['event-loop', 9_700, 6_500, 96, 74, 6.4],
];
const OPEN: readonly Row[] = [
  ['event-loop', 55_000, 61, 15.9, 71, 6],
  ['worker-threads', 52_000, 78, 17.1, 124, 60],
  ['cluster', 38_000, 74, 17.4, 212, 90],
];
/** Messages said and heard by all, the last receivers' times, CPU per message. */
const CHAT: readonly Row[] = [
  ['process-per-connection', 150, 9_800, 412, 3_180, 1_900],
  ['thread-per-connection', 400, 1_120, 96, 151, 430],
  ['event-loop', 400, 310, 41, 74, 6.4],
  ['worker-threads', 400, 520, 78, 131, 63],
  ['cluster', 400, 640, 80, 216, 95],
];
const WORK: readonly Row[] = [
  ['event-loop', 4_620, 13_800, 214, 72, 20],
  ['worker-pool', 4_410, 14_400, 226, 139, 80],
];

const DATAGRAMS: readonly Row[] = [
  ['conversation-loop', 71_000, 48, 4.1, 52, 0.4],
  ['event-loop', 58_000, 55, 5.2, 71, 6],
  ['cluster', 66_000, 60, 6.3, 212, 90],
];

export const PROGRESSION: readonly CellShape[] = [
  ...CONVERSATION.map((row) => withSerialTraits(shapeOf('conversation', row))),
  ...CHURN.map((row) => shapeOf('churn', row)),
  ...OPEN.flatMap((row) =>
    [10_000, 20_000, 40_000].map((rate) => offer('latency-under-load', row, rate)),
  ),
  ...WORK.map((row) => shapeOf('work', row)),
  ...DATAGRAMS.flatMap((row) => [20_000, 80_000].map((rate) => offerDatagrams(row, rate))),
  {
    ...shapeOf('work', ['cluster', 4_500, 14_000, 216, 214, 100]),
    broken: {
      0: 'failed-verification',
      1: 'failed-verification',
      2: 'failed-verification',
      3: 'incomplete',
      4: 'failed-verification',
    },
  },
  ...CHAT.map((row) => offer('chat', row, 400)),
];

function shapeOf(scenario: string, row: Row): CellShape {
  const [strategy, ratePerSec, middleUs, cpuUs, rssMiB, firstReplyMs] = row;
  return {
    scenario,
    cell: `${scenario}/${strategy}`,
    strategy,
    ratePerSec,
    middleNs: middleUs * 1e3,
    cpuNs: cpuUs * 1e3,
    rssMiB,
    firstReplyNs: firstReplyMs * 1e6,
  };
}

function withSerialTraits(shape: CellShape): CellShape {
  switch (shape.strategy) {
    case 'one-shot':
      return { ...shape, served: 1, oneReply: true };
    case 'connection-loop':
      return { ...shape, oneReply: true };
    case 'conversation-loop':
      return { ...shape, served: 1 };
    case 'event-loop':
      return { ...shape, warning: CLIENT_BOUND };
    case 'worker-threads':
      return { ...shape, warning: HOST_NOISE, broken: { 3: 'invalid' } };
    default:
      return shape;
  }
}

function offer(scenario: string, row: Row, offered: number): CellShape {
  const shape = shapeOf(scenario, row);
  const busy = Math.min(0.985, offered / shape.ratePerSec);
  return {
    ...shape,
    cell: `${shape.cell}/${offered}`,
    offered,
    ratePerSec: Math.min(offered, shape.ratePerSec),
    middleNs: scenario === 'chat' ? shape.middleNs : (shape.middleNs * 0.6) / (1 - busy),
  };
}

/** What a server can't take is lost; a little of the rest is late. */
function offerDatagrams(row: Row, offered: number): CellShape {
  const shape = offer('datagrams', row, offered);
  const missedShare = Math.max(0, 1 - shape.ratePerSec / offered);
  return {
    ...shape,
    datagrams: {
      lostShare: missedShare * 0.75,
      lateShare: missedShare * 0.25,
      doubledShare: row[0] === 'event-loop' ? 0.0001 : 0,
      overtakenShare: row[0] === 'cluster' ? 0.012 : 0,
      workers: row[0] === 'cluster' ? 2 : 1,
    },
  };
}
