import { workerData } from 'node:worker_threads';
import { createClock } from '../loadgen/clock.ts';
import { awaitTurn, openHandshake } from './clock-handshake.ts';

/** The other thread of a comparison of clocks: reads its clock whenever it is its turn. */
const {
  memory,
  originNs,
  rounds,
}: { memory: SharedArrayBuffer; originNs: string; rounds: number } = workerData;
const clock = createClock(BigInt(originNs));
const handshake = openHandshake(memory);
for (let round = 0; round < rounds; round += 1) {
  if (!awaitTurn(handshake, 2 * round + 1, clock)) break;
  handshake.partnerNs[0] = clock();
  Atomics.store(handshake.turn, 0, 2 * round + 2);
}
