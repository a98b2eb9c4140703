import { readFileSync } from 'node:fs';

/** A small text, trimmed, as of /proc and /sys; null where there is no such file, or not for us. */
export function readTextIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
