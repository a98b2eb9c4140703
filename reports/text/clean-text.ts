/**
 * Text from outside, made safe to show: control characters could move a terminal's cursor or start an
 * escape sequence, direction marks could make a name read as another, and XML forbids most of them.
 */
export function cleanText(text: string): string {
  return text.replaceAll(UNSAFE, '\ufffd').toWellFormed();
}

/** The same for a text of several lines, which stay lines; its tabs become spaces. */
export function cleanLines(text: string): string {
  return text.replaceAll('\t', '  ').split(/\r?\n/).map(cleanText).join('\n');
}

/** The same value with every string in it cleaned, keys too. */
export function cleanStrings<Value>(value: Value): Value {
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key), clean(inner)]),
  );
}

const UNSAFE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;
