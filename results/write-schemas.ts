import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { baselineResultSchema } from './baseline-result.ts';
import { chatResultSchema } from './chat-result.ts';
import { comparedSchema } from './compared.ts';
import { distributionSchema } from './distribution.ts';
import { environmentSchema } from './environment.ts';
import { gateResultSchema } from './gate-result.ts';
import { responseBoundSchema } from './response-bound.ts';
import { placementSchema, runHeaderSchema } from './run-header.ts';
import { rateSearchSchema, saturationSchema } from './saturation.ts';
import { trialSchema } from './trial.ts';
import { trialResultSchema } from './trial-result.ts';

/** What a schema has in several places, or shares with another: written out once, in its $defs. */
const PARTS: Readonly<Record<string, z.ZodType>> = {
  chat: chatResultSchema,
  compared: comparedSchema,
  distribution: distributionSchema,
  environment: environmentSchema,
  placement: placementSchema,
  rateSearch: rateSearchSchema,
  responseBound: responseBoundSchema,
  trial: trialSchema,
  trialResult: trialResultSchema,
};

/**
 * `npm run schemas` writes the JSON Schemas of the file format, for readers in other languages; each
 * stands alone. A test fails while they are stale.
 */
export function renderSchemas(): ReadonlyMap<string, string> {
  const render = (title: string, schema: z.ZodType) => {
    const rendered = z.toJSONSchema(schema, { io: 'input', metadata: partsOf(schema) });
    return `${JSON.stringify({ title, ...rendered }, null, 2)}\n`;
  };
  return new Map([
    ['run.schema.json', render('Echosounder: run.json', runHeaderSchema)],
    ['trial.schema.json', render('Echosounder: a line of trials.jsonl', trialResultSchema)],
    ['gate.schema.json', render('Echosounder: gate.json', gateResultSchema)],
    ['baseline.schema.json', render('Echosounder: baseline.json', baselineResultSchema)],
    ['saturation.schema.json', render('Echosounder: load --search --json', saturationSchema)],
  ]);
}

function partsOf(schema: z.ZodType): z.core.$ZodRegistry<{ id: string }> {
  const named = z.registry<{ id: string }>();
  for (const [id, part] of Object.entries(PARTS)) if (part !== schema) named.add(part, { id });
  return named;
}

if (import.meta.main) {
  const folder = new URL('./schema/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of renderSchemas()) writeFileSync(new URL(name, folder), text);
}
