import { inspect } from 'node:util';
import type { z } from 'zod';
import { keysAt, nestedKeysAt } from './config-keys.ts';
import { nearestName } from './nearest-name.ts';

type Issue = z.core.$ZodIssue;

/** zod names the type that it received; the value itself says more. */
const ZOD_RECEIVED = /^Invalid input: (expected .+), received \w+$/;

/** What is wrong and where, with the value that was received and the nearest valid name. */
export function describeIssue(issue: Issue, config: unknown): string[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${formatPath([...issue.path, key])}: unknown key: ${hintKey(issue.path, key)}`,
    );
  }
  const received = formatReceived(valueAt(config, issue.path));
  const message = issue.message.replace(ZOD_RECEIVED, '$1');
  if (issue.code === 'invalid_value' && typeof valueAt(config, issue.path) === 'string') {
    const nearest = nearestName(String(valueAt(config, issue.path)), issue.values.map(String));
    const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
    return [`${path}: ${message}, received ${received}${hint}`];
  }
  if (issue.code === 'invalid_union') return describeUnion(issue, config, path, received);
  return [`${path}: ${message}, received ${received}`];
}

/** The nearest key at the same place, or inside an object that belongs there. */
function hintKey(path: readonly PropertyKey[], key: string): string {
  const known = keysAt(path);
  const nested = nestedKeysAt(path);
  const inside = nearestName(key, nested.keys());
  const nearest = inside === key ? null : nearestName(key, known);
  if (nearest !== null) return `did you mean '${nearest}'?`;
  if (inside !== null) return `did you mean '${nested.get(inside)}.${inside}'?`;
  return `known are ${known.join(', ')}`;
}

/** A union names its own choices: the branch that got furthest says what is wrong. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  config: unknown,
  path: string,
  received: string,
): string[] {
  if (issue.discriminator !== undefined) {
    const own = issue.path.at(-1) === issue.discriminator ? [] : [issue.discriminator];
    const value = valueAt(config, [...issue.path, ...own]);
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    const names = options.map(String);
    const nearest = typeof value === 'string' ? nearestName(value, names) : null;
    const hint = nearest === null ? '' : `; did you mean '${nearest}'?`;
    return [
      `${path}: expected one of ${names.join(', ')}, received ${formatReceived(value)}${hint}`,
    ];
  }
  // Of the choices that are of the right kind, the one with least against it was meant.
  const branches = issue.errors.filter((branch) => branch.some(isInside));
  const meant = branches.toSorted((a, b) => a.length - b.length)[0];
  if (meant === undefined) return [`${path}: ${issue.message}, received ${received}`];
  return meant.flatMap((inner) =>
    describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, config),
  );
}

/** About a part of the value, as opposed to its kind. */
function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  let value = config;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function formatReceived(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON has no words for NaN, a BigInt or a value that holds itself; this never throws.
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value, { depth: 3, compact: true, breakLength: Infinity });
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function formatPath(path: readonly PropertyKey[]): string {
  const text = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return text === '' ? 'the config' : text.replace(/^\./, '');
}
