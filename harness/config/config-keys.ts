import { z } from 'zod';
import { benchConfig } from './bench-config.ts';

type JsonSchema = z.core.JSONSchema._JSONSchema;

/** The keys that the config knows at a path: what a misspelled one is compared with. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  const root = z.toJSONSchema(benchConfig, { io: 'input', unrepresentable: 'any' });
  let schemas: JsonSchema[] = [root];
  for (const key of path)
    schemas = schemas.flatMap(branches).flatMap((schema) => step(schema, key));
  const keys = schemas.flatMap(branches).flatMap((schema) => propertyNames(schema));
  return [...new Set(keys)];
}

function branches(schema: JsonSchema): JsonSchema[] {
  if (typeof schema === 'boolean') return [];
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...choices.flatMap(branches)];
}

function step(schema: JsonSchema, key: PropertyKey): JsonSchema[] {
  if (typeof schema === 'boolean') return [];
  if (typeof key === 'number') {
    return schema.items === undefined || Array.isArray(schema.items) ? [] : [schema.items];
  }
  const property = schema.properties?.[String(key)];
  return property === undefined ? [] : [property];
}

function propertyNames(schema: JsonSchema): string[] {
  return typeof schema === 'boolean' ? [] : Object.keys(schema.properties ?? {});
}
