import { DEFAULT_RULE } from '../gate-rule.ts';
import { measureErrorRates } from './error-rates.ts';
import { NOISE_MODELS } from './noise-model.ts';

/** Prints the table of docs/gate-error-rates.md: `node gate/simulation/print-error-rates.ts 1000`. */
const GATES = Number(process.argv[2] ?? 1_000);
const SEED = 1;
const TESTS = 12;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

console.log(
  '| noise | slower by | false alarm | found | passed | clean tests inconclusive | pairs, mean |',
);
console.log('|---|---|---|---|---|---|---|');
for (const noise of NOISE_MODELS) {
  for (const slowdown of [1, 1.05, 1.1]) {
    const rates = measureErrorRates(
      { rule: DEFAULT_RULE, noise, tests: TESTS, slowdown, secondPlaceCost: 1, order: 'coin' },
      GATES,
      SEED,
    );
    const found = slowdown === 1 ? '–' : percent(rates.detected);
    const passed = slowdown === 1 ? '–' : percent(rates.passed);
    console.log(
      `| ${noise.name} | ${percent(slowdown - 1)} | ${percent(rates.falseAlarms)} | ${found} | ${passed} | ${percent(rates.inconclusive)} | ${rates.meanPairs.toFixed(1)} |`,
    );
  }
}
