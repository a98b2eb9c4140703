import type { RecordedRun } from '../../../results/read-run.ts';
import type { ResponseBound } from '../../../results/response-bound.ts';
import type { RunHeader } from '../../../results/run-header.ts';
import type { TrialResult } from '../../../results/trial-result.ts';
import { type CellShape, PROGRESSION } from './cells.ts';
import { inventTrial } from './trial.ts';

/** A run that nobody measured: real file format, real histograms, invented figures. */
export function createSyntheticRun(options?: {
  repetitions?: number;
  shapes?: readonly CellShape[];
}): RecordedRun {
  const repetitions = options?.repetitions ?? 5;
  const shapes = options?.shapes ?? PROGRESSION;
  const random = createRandom(20_260_504);
  // Of their own, so that the figures of the others stay what they were.
  const chatRandom = createRandom(20_260_505);
  const datagramRandom = createRandom(20_260_506);
  const trials: TrialResult[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const shape of shapes) {
      const stranger = shape.datagrams === undefined ? random : datagramRandom;
      const own = shape.scenario === 'chat' ? chatRandom : stranger;
      trials.push(inventTrial(shape, repetition, own));
    }
  }
  return { header: createHeader(repetitions, shapes), trials, problems: [] };
}

const QUESTIONS: Readonly<Record<string, string>> = {
  conversation: 'Sixty-four clients talk at once: who is served, how fast, at what price?',
  churn: 'Every message has a connection of its own: what does accepting one cost?',
  'latency-under-load': 'How long do replies take as more and more is asked?',
  chat: 'What one member says, fifteen hear: what does a delivery cost, and who hears it last?',
  datagrams: 'Nobody waits for a datagram: what is lost as more and more are sent?',
  work: 'Each message costs computation: what waits behind it?',
};

/** p99 under half a millisecond: some of the invented sweeps go beyond it, some do not. */
const KEPT: Readonly<Record<string, ResponseBound>> = {
  'latency-under-load': { figure: 'p99', belowNs: 500_000 },
};

function createHeader(repetitions: number, shapes: readonly CellShape[]): RunHeader {
  const scenarios = Map.groupBy(shapes, (shape) => shape.scenario);
  return {
    schema: 1,
    id: '2026-05-04t09-30-00-progression',
    name: 'progression (synthetic: invented figures for tests)',
    startedAt: '2026-05-04T09:30:00.000Z',
    seed: 42,
    repetitions,
    config: { synthetic: true },
    scenarios: [...scenarios].map(([name, group]) => ({
      name,
      question: QUESTIONS[name] ?? '',
      cells: group.map((shape) => shape.cell),
      ...(KEPT[name] === undefined ? {} : { keep: KEPT[name] }),
    })),
    leftOut: [
      { cell: 'churn/cluster/reuse-port', reason: 'SO_REUSEPORT needs Linux 3.9 or later' },
    ],
    environment: {
      cpuModel: 'Synthetic CPU @ 2.50GHz',
      cpus: 2,
      memoryBytes: 8 * 2 ** 30,
      cpuQuota: null,
      governor: 'performance',
      platform: 'linux',
      kernel: '6.1.0-synthetic',
      arch: 'x64',
      node: 'v26.10.0',
      v8: '14.0',
      libuv: '1.51.0',
      echosounder: '0.1.0',
      commit: '0123456789abcdef0123456789abcdef01234567',
      somaxconn: 4096,
      openFilesMax: 1_048_576,
    },
    placement: {
      serverCpus: [0],
      loadCpus: [1],
      pinned: true,
      note: 'server on CPU 0, load on CPU 1',
    },
    work: { rounds: 812, targetNs: 200_000 },
    command: 'echosounder run --config bench.config.ts --seed 42',
  };
}

/** mulberry32: the same figures on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
