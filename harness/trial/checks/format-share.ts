/** `12.3 %` of 0.123. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
