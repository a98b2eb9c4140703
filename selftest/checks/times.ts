import type { Check } from '../check.ts';
import { hearHost } from '../host-spoiled.ts';
import type { MeasuredNoise } from '../measure-known.ts';
import { formatNs, limitRow, noteRow } from '../rows.ts';

const TIMES_WANTED = 10_000_000;
const BURSTS_MAX = 5;
const BURST_MS = 1_300;

/** A time below zero stops a load at once; here enough are taken that one would show. */
export const times: Check = {
  name: 'times',
  claim: 'no time below zero among ten million',
  async run(bench) {
    const heard: MeasuredNoise[] = [];
    const failed: string[] = [];
    for (let burst = 0; burst < BURSTS_MAX; burst += 1) {
      if (bench.recorded().times >= TIMES_WANTED || bench.interrupt.aborted) break;
      const trial = await bench.measure({
        behaviour: { kind: 'null-echo' },
        // As many messages as there can be: whether the load or the server is the limit is all one.
        load: { loop: 'closed', connections: 32, depth: 16, thinkTimeNs: 0 },
        measureMs: BURST_MS,
      });
      heard.push(trial.noise);
      if (trial.result.status === 'incomplete') failed.push(...trial.result.reasons);
    }
    const { times: count, leastNs } = bench.recorded();
    return {
      rows: [
        {
          ...limitRow('least', { text: 'not below zero', holds: leastNs >= 0 }, formatNs(leastNs)),
          certain: true,
        },
        limitRow(
          'stopped loads',
          { text: 'none', holds: failed.length === 0 },
          failed.length === 0 ? 'none' : failed.join('; '),
        ),
        noteRow('times seen', TIMES_WANTED.toLocaleString('en'), count.toLocaleString('en')),
      ],
      ...hearHost(...heard),
    };
  },
};
