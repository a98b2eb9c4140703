/** Cut in the middle: names that are alike differ at either end. */
export function shortenName(name: string, charsMax: number): string {
  const chars = [...name];
  if (chars.length <= charsMax) return name;
  const kept = charsMax - 1;
  const end = Math.floor(kept / 2);
  return `${chars.slice(0, kept - end).join('')}…${chars.slice(-end).join('')}`;
}
