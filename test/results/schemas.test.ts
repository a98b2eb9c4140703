import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { judgeBaseline } from '../../gate/judge-baseline.ts';
import { judgeGate } from '../../gate/judge-gate.ts';
import { baselineResultSchema } from '../../results/baseline-result.ts';
import type { RateSearch, Saturation } from '../../results/saturation.ts';
import { renderSchemas } from '../../results/write-schemas.ts';
import { ORDER, playGate, steadyMachine } from '../gate/play-gate.ts';
import { slowerRun } from '../reports/slower-run.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { HEADER, makeTrial } from './make-trial.ts';

const RUN = createSyntheticRun({ repetitions: 5 });
const SEARCH: RateSearch = {
  server: 'event-loop',
  answer: {
    ...{ heldPerSec: 900, missedPerSec: 950, clientLimitPerSec: null, unclearPerSec: null },
    end: 'narrowed',
  },
  firstGuess: makeTrial(),
  probes: [{ ratePerSec: 900, outcome: 'held', result: makeTrial() }],
};

/** What is written, file by file. */
const WRITTEN: Readonly<Record<string, () => object>> = {
  'run.schema.json': () => RUN.header,
  'trial.schema.json': () => RUN.trials[0] ?? {},
  'gate.schema.json': () => judgeGate(playGate(steadyMachine(1.1, 0.02)), ORDER),
  'baseline.schema.json': () => judgeBaseline(RUN, slowerRun(RUN)),
  'saturation.schema.json': (): Saturation => ({
    schema: 1,
    ...{ target: 'event-loop', startedAt: HEADER.startedAt, seed: 1 },
    ...{ environment: HEADER.environment, placement: HEADER.placement },
    bound: { figure: 'p99', belowNs: 5_000_000 },
    server: SEARCH,
    ceiling: SEARCH,
    clientMayLimit: false,
  }),
};

describe.each([...renderSchemas()])('the published %s', (name, text) => {
  const published = JSON.parse(
    readFileSync(new URL(`../../results/schema/${name}`, import.meta.url), 'utf8'),
  );

  test('says what the code checks (else: npm run schemas)', () => {
    expect(published).toEqual(JSON.parse(text));
  });

  test('takes by itself what is written, and no later version of it', () => {
    const document = JSON.parse(JSON.stringify(WRITTEN[name]?.()));
    const schema = z.fromJSONSchema(published);
    expect(schema.safeParse(document).error?.issues).toBeUndefined();
    expect(schema.safeParse({ ...document, schema: 7 }).success).toBe(false);
  });
});

test('the schema of baseline.json knows all that a baseline says', () => {
  const result = judgeBaseline(RUN, slowerRun(RUN));
  expect(result.compared).not.toEqual([]);
  expect(z.strictObject(baselineResultSchema.shape).parse(result)).toEqual(result);
});

test('no published schema says the same thing twice', () => {
  const trial = JSON.parse(renderSchemas().get('trial.schema.json') ?? '');
  expect(trial.properties.serviceTimeNs.anyOf[0]).toEqual({ $ref: '#/$defs/distribution' });
  const saturation = JSON.parse(renderSchemas().get('saturation.schema.json') ?? '');
  expect(saturation.$defs.rateSearch.properties.firstGuess).toEqual({
    $ref: '#/$defs/trialResult',
  });
});
