import { z } from 'zod';
import { benchConfig } from '../harness/config/bench-config.ts';

type JsonSchema = z.core.JSONSchema._JSONSchema;

/** Every key that a config may have, `scenarios[].load.loop`, with all defaults that it has. */
export function configDefaults(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  collect(z.toJSONSchema(benchConfig, { io: 'input', unrepresentable: 'any' }), '', found);
  return found;
}

function collect(schema: JsonSchema, path: string, found: Map<string, string[]>): void {
  if (typeof schema === 'boolean') return;
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  for (const choice of choices) collect(choice, path, found);
  const { items } = schema;
  if (items !== undefined && !Array.isArray(items)) collect(items, `${path}[]`, found);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const place = path === '' ? key : `${path}.${key}`;
    const known = found.get(place) ?? [];
    found.set(place, [...known, ...writtenDefault(property)]);
    collect(property, place, found);
  }
}

function writtenDefault(schema: JsonSchema): string[] {
  if (typeof schema === 'boolean' || schema.default === undefined) return [];
  const value: unknown = schema.default;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

/**
 * The keys that the tables of the reference have, each with the cell of its default. A heading says
 * where in the config they are, perhaps in several places; without one they are at the top.
 */
export function documentedKeys(reference: string): Map<string, string> {
  return new Map(reference.split(/^## /m).slice(1).flatMap(keysOfSection));
}

function keysOfSection(section: string): [string, string][] {
  const [heading = '', ...rest] = section.split('\n');
  const places = codeIn(heading);
  const tables = rest
    .join('\n')
    .split('\n\n')
    .filter((block) => block.trimStart().startsWith('| key |'));
  const rows = tables.flatMap((table) => table.trim().split('\n').slice(2));
  return rows.flatMap((row) => {
    const [, keys = '', , byDefault = ''] = row.split('|');
    const prefixes = places.length === 0 ? [''] : places.map((place) => `${place}.`);
    return prefixes.flatMap((prefix) =>
      codeIn(keys).map((key): [string, string] => [`${prefix}${key}`, byDefault]),
    );
  });
}

function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
