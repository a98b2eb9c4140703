import { z } from 'zod';
import { benchConfig } from './bench-config.ts';

type JsonSchema = z.core.JSONSchema._JSONSchema;

/** Made when the first misspelled key asks for it. */
let root: JsonSchema | null = null;

/** The keys that the config knows at a path: what a misspelled one is compared with. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(path).flatMap((schema) => propertyNames(schema)))];
}

/** The keys one level below, each with the key of the object that holds it. */
export function nestedKeysAt(path: readonly PropertyKey[]): Map<string, string> {
  const nested = new Map<string, string>();
  for (const holder of keysAt(path)) {
    for (const key of keysAt([...path, holder])) {
      if (!nested.has(key)) nested.set(key, holder);
    }
  }
  return nested;
}

function schemasAt(path: readonly PropertyKey[]): JsonSchema[] {
  root ??= z.toJSONSchema(benchConfig, { io: 'input', unrepresentable: 'any' });
  let schemas: JsonSchema[] = [root];
  for (const key of path)
    schemas = schemas.flatMap(branches).flatMap((schema) => step(schema, key));
  return schemas.flatMap(branches);
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
