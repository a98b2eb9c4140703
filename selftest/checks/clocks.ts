import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Clock, createClock } from '../../loadgen/clock.ts';
import type { Check } from '../check.ts';
import { awaitTurn, HANDSHAKE_BYTES, openHandshake } from '../clock-handshake.ts';
import { formatNs, limitRow } from '../rows.ts';

const THREADS = 4;
const ROUNDS = 500;
const OFFSET_MAX_NS = 5_000;

interface Comparison {
  /** How far the other thread's clock is ahead. */
  readonly offsetNs: number;
  /** How far that may be off: half of the quickest round. */
  readonly uncertaintyNs: number;
}

/** Times that one thread took and another subtracts: their clocks must be one. */
export const clocks: Check = {
  name: 'clocks',
  claim: 'the clocks of all load threads show the same time',
  run: async () => {
    const originNs = process.hrtime.bigint();
    const clock = createClock(originNs);
    const compared: Comparison[] = [];
    for (let thread = 0; thread < THREADS; thread += 1) {
      compared.push(await compareWithThread(clock, originNs));
    }
    const worst = compared.reduce((one, other) =>
      Math.abs(other.offsetNs) > Math.abs(one.offsetNs) ? other : one,
    );
    const uncertaintyNs = Math.max(...compared.map((each) => each.uncertaintyNs));
    return {
      rows: [
        limitRow(
          'greatest offset',
          {
            text: `up to ${formatNs(OFFSET_MAX_NS)}`,
            holds: Math.abs(worst.offsetNs) <= OFFSET_MAX_NS,
          },
          `${formatNs(Math.abs(worst.offsetNs))} (±${formatNs(uncertaintyNs)})`,
        ),
      ],
      noise:
        uncertaintyNs > OFFSET_MAX_NS
          ? [`two threads could not talk faster than ${formatNs(uncertaintyNs)}`]
          : [],
    };
  },
};

/** Asks and answers, as time servers do: the answer lies in the middle of the quickest round. */
async function compareWithThread(clock: Clock, originNs: bigint): Promise<Comparison> {
  const memory = new SharedArrayBuffer(HANDSHAKE_BYTES);
  const handshake = openHandshake(memory);
  const file = new URL(`../clock-partner.worker${import.meta.url.slice(-3)}`, import.meta.url);
  const worker = new Worker(file, {
    workerData: { memory, originNs: String(originNs), rounds: ROUNDS },
  });
  const exited = once(worker, 'exit');
  await once(worker, 'online');
  let best: Comparison = { offsetNs: 0, uncertaintyNs: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round += 1) {
    const askedNs = clock();
    Atomics.store(handshake.turn, 0, 2 * round + 1);
    if (!awaitTurn(handshake, 2 * round + 2, clock)) break;
    const answeredNs = clock();
    const uncertaintyNs = (answeredNs - askedNs) / 2;
    if (uncertaintyNs >= best.uncertaintyNs) continue;
    best = { offsetNs: (handshake.partnerNs[0] ?? 0) - askedNs - uncertaintyNs, uncertaintyNs };
  }
  await worker.terminate();
  await exited;
  return best;
}
