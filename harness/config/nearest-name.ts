/** The name among `names` that `typed` most likely meant, or null when none is near. */
export function nearestName(typed: string, names: Iterable<string>): string | null {
  let nearest: string | null = null;
  let nearestDistance = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance < nearestDistance) {
      nearest = name;
      nearestDistance = distance;
    }
  }
  return nearest;
}

/** Levenshtein distance. Names are short; what is longer than any name is far from all. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 64) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const swap = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const insert = (current[column - 1] ?? 0) + 1;
      current[column] = Math.min(swap, insert, (previous[column] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
