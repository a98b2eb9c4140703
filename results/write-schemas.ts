import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { gateResultSchema } from './gate-result.ts';
import { runHeaderSchema } from './run-header.ts';
import { saturationSchema } from './saturation.ts';
import { trialResultSchema } from './trial-result.ts';

/**
 * `node results/write-schemas.ts` writes the JSON Schemas of the file format, for readers in other
 * languages. A test fails while they are stale.
 */
export function renderSchemas(): ReadonlyMap<string, string> {
  const render = (title: string, schema: z.ZodType) =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`;
  return new Map([
    ['run.schema.json', render('Echosounder: run.json', runHeaderSchema)],
    ['trial.schema.json', render('Echosounder: a line of trials.jsonl', trialResultSchema)],
    ['gate.schema.json', render('Echosounder: gate.json', gateResultSchema)],
    ['saturation.schema.json', render('Echosounder: load --search --json', saturationSchema)],
  ]);
}

if (import.meta.main) {
  const folder = new URL('./schema/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of renderSchemas()) writeFileSync(new URL(name, folder), text);
}
