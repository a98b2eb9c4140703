/** Figures as the narrations write them: short, with the unit, for people who see it first here. */

/** `850 B`, `63 kB`, `3.9 MB`. */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${round(bytes / 1e3)} kB`;
  return `${round(bytes / 1e6)} MB`;
}

/** `0.4 ms`, `210 ms`, `1.3 s`. */
export function showMs(ms: number): string {
  return ms < 1000 ? `${round(ms)} ms` : `${round(ms / 1000)} s`;
}

/** A counter that not every kernel keeps. */
export function showCounter(count: number | null): string {
  return count === null ? 'not told here' : String(count);
}

/** Two digits below ten, whole above. */
function round(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : value.toFixed(0);
}
