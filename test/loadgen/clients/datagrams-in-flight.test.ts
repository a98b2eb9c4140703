import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DatagramsInFlight } from '../../../loadgen/clients/datagrams-in-flight.ts';
import { MessageSlab } from '../../../loadgen/clients/message-slab.ts';
import { planLoad } from '../run-share.ts';

const CLIENTS = 3;
const DEPTH = 4;

function createInFlight(): DatagramsInFlight {
  const target = { transport: 'udp', host: '127.0.0.1', port: 7 } as const;
  const load = { loop: 'closed', connections: CLIENTS, depth: DEPTH, thinkTimeNs: 0 } as const;
  return new DatagramsInFlight(new MessageSlab(planLoad({ target, load }), CLIENTS, 64));
}

test('knows who has waited longest, whatever order replies come in', () => {
  const step = fc.record({
    slot: fc.integer({ min: 0, max: CLIENTS - 1 }),
    sequence: fc.integer({ min: 0, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const inFlight = createInFlight();
      /** Cells in the order they were sent from. */
      const model: { cell: number; sequence: number }[] = [];
      for (const [nowNs, { slot, sequence }] of steps.entries()) {
        const cell = inFlight.cellOf(slot, sequence);
        expect(inFlight.slotOf(cell)).toBe(slot);
        const at = model.findIndex((sent) => sent.cell === cell);
        if (at >= 0) {
          inFlight.release(cell, true);
          model.splice(at, 1);
        } else {
          inFlight.occupy(cell, sequence);
          inFlight.send(cell, nowNs);
          model.push({ cell, sequence });
        }
        expect(inFlight.oldestCell).toBe(model[0]?.cell ?? -1);
      }
      for (const { cell, sequence } of model) {
        expect(inFlight.oldestCell).toBe(cell);
        expect(inFlight.sequenceIn(cell)).toBe(sequence);
        inFlight.release(cell, true);
      }
      expect(inFlight.oldestCell).toBe(-1);
    }),
  );
});

test('a message that never left is in nobody’s way', () => {
  const inFlight = createInFlight();
  inFlight.occupy(1, 1);
  expect(inFlight.oldestCell).toBe(-1);
  inFlight.occupy(2, 2);
  inFlight.send(2, 10);
  inFlight.release(1, false);
  expect(inFlight.oldestCell).toBe(2);
  expect(inFlight.sequenceIn(1)).toBe(-1);
});
