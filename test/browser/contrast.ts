/**
 * The contrast of a colour on another, as CSS computes them, `rgb(r, g, b)`: 1 to 21, by the
 * definition of WCAG 2.2 (relative luminance of sRGB). What is drawn with an opacity below 1 lets
 * the ground through, which itself has to be opaque.
 */
export function contrastOf(color: string, ground: string, opacity = 1): number {
  const behind = readChannels(ground);
  const seen = readChannels(color).map(
    (channel, index) => channel * opacity + (behind[index] ?? 0) * (1 - opacity),
  );
  const [darker = 0, lighter = 0] = [seen, behind].map(luminanceOf).sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Red, green and blue, 0 to 1. */
function readChannels(color: string): readonly number[] {
  const [, ...channels] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color) ?? [];
  if (channels.length !== 3) throw new RangeError(`no opaque colour: ${color}`);
  return channels.map((channel) => Number(channel) / 255);
}

function luminanceOf(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map(linearOf);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOf(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
