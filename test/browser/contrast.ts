/**
 * The contrast of two colours as CSS computes them, `rgb(r, g, b)`: 1 to 21, by the definition of
 * WCAG 2.2 (relative luminance of sRGB). Opacity is not known here, so a see-through colour throws.
 */
export function contrastOf(first: string, second: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(first), luminanceOf(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(color: string): number {
  const [, ...channels] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color) ?? [];
  const [red, green, blue] = channels.map((channel) => linearOf(Number(channel) / 255));
  if (red === undefined || green === undefined || blue === undefined) {
    throw new RangeError(`no opaque colour: ${color}`);
  }
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOf(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
