const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `width` columns; what is there at all is seen. */
export function drawBar(share: number, width: number): string {
  const eighths = Math.min(8 * width, Math.round(share * 8 * width));
  const shown = share > 0 ? Math.max(1, eighths) : 0;
  return `${'█'.repeat(Math.floor(shown / 8))}${EIGHTHS[shown % 8] ?? ''}`;
}
