/** `[ 3/12]`, `[again 2]` beyond the plan, `[3]` where nobody knows how many; empty for the only one. */
export function formatPlace(number: number, total: number | null): string {
  if (total === 1 && number <= 1) return '';
  if (total === null) return `[${number}]`;
  if (number > total) return `[again ${number - total}]`;
  return `[${String(number).padStart(String(total).length)}/${total}]`;
}
