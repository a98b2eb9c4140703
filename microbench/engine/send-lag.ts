import { runBareProgram } from './bare-programs.ts';
import { runEngine } from './run-engine.ts';
import { CLIENT_CPU, describeSpread, interleave, MESSAGE_BYTES, type Setting } from './setting.ts';

const RATES_PER_SEC = [1_000, 5_000, 20_000] as const;
const CONNECTIONS = 64;
const MEASURE_MS = 3_000;
const P50_MAX_US = 50;
const P99_MAX_US = 300;
const ACHIEVED_MAX = '0.5 %';

type Paced = 'C' | 'posix';

/**
 * Prints how late messages leave in an open loop with constant arrivals, beside a bare C program
 * that sleeps until the same times and does nothing: what the machine itself is late.
 */
export async function benchSendLag({ programs, port, rounds, warmupMs }: Setting): Promise<void> {
  for (const ratePerSec of RATES_PER_SEC) {
    const lagNs = { C: { p50: [], p99: [] }, posix: { p50: [], p99: [] } } as Lags;
    const missed: number[] = [];
    const paced: Paced[] = programs === null ? ['posix'] : ['C', 'posix'];
    await interleave(paced, rounds, async (name) => {
      if (name === 'C') {
        if (programs === null) return;
        const numbers = [ratePerSec, MEASURE_MS];
        const [p50 = 0, p99 = 0] = await runBareProgram(
          programs.pacer,
          numbers,
          CLIENT_CPU,
          MEASURE_MS,
        );
        add(lagNs.C, p50, p99);
        return;
      }
      const load = {
        ...({ loop: 'open', connections: CONNECTIONS, arrivals: 'constant' } as const),
        offeredRatePerSec: ratePerSec,
      };
      const order = {
        engine: name,
        port,
        load,
        messageBytes: MESSAGE_BYTES,
        warmupMs,
        measureMs: MEASURE_MS,
      };
      const { result } = await runEngine(order, CLIENT_CPU);
      // Never early: a negative lag would have stopped the load.
      add(
        lagNs.posix,
        result.times.sendLagNs?.p50 ?? Number.NaN,
        result.times.sendLagNs?.p99 ?? Number.NaN,
      );
      const dueMessages = (ratePerSec * MEASURE_MS) / 1000;
      missed.push(Math.abs(result.counts.answeredInWindow / dueMessages - 1));
    });
    console.log(
      `open loop, ${ratePerSec}/s over ${CONNECTIONS} connections: how late a message leaves, ${rounds} rounds`,
    );
    for (const name of paced) {
      const asked = name === 'C' ? '' : `  (asked: ${P50_MAX_US} and ${P99_MAX_US} us)`;
      console.log(
        `  ${name.padEnd(5)}  p50 ${describeSpread(lagNs[name].p50, 'us')}, p99 ${describeSpread(lagNs[name].p99, 'us')}${asked}`,
      );
    }
    console.log(
      `  achieved within ${(Math.max(...missed) * 100).toFixed(2)} % of offered, at worst (asked: ${ACHIEVED_MAX})`,
    );
  }
}

interface Lag {
  readonly p50: number[];
  readonly p99: number[];
}
type Lags = Readonly<Record<Paced, Lag>>;

function add(lag: Lag, p50Ns: number, p99Ns: number): void {
  lag.p50.push(p50Ns);
  lag.p99.push(p99Ns);
}
