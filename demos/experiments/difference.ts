/** What a counter counted in between; null where it was not told. */
export function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}
