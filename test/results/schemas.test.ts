import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderSchemas } from '../../results/write-schemas.ts';

test.each([...renderSchemas()])(
  'the published %s says what the code checks (else: node results/write-schemas.ts)',
  (name, text) => {
    const published = readFileSync(
      new URL(`../../results/schema/${name}`, import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published)).toEqual(JSON.parse(text));
  },
);
