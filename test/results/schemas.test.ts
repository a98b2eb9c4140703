import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderSchemas } from '../../results/write-schemas.ts';

test.each([...renderSchemas()])(
  'the published %s says what the code checks (else: npm run schemas)',
  (name, text) => {
    const published = readFileSync(
      new URL(`../../results/schema/${name}`, import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published)).toEqual(JSON.parse(text));
  },
);

test('no published schema says the same thing twice', () => {
  const trial = JSON.parse(renderSchemas().get('trial.schema.json') ?? '');
  expect(trial.properties.serviceTimeNs.anyOf[0]).toEqual({ $ref: '#/$defs/distribution' });
  const saturation = JSON.parse(renderSchemas().get('saturation.schema.json') ?? '');
  expect(saturation.$defs.rateSearch.properties.firstGuess).toEqual({
    $ref: '#/$defs/trialResult',
  });
});
