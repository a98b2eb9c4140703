/**
 * Symbols of one look that follow each other, in one path: a third of the bytes. The library draws
 * each as a path in units of its size, `M0 -1L1 1L-1 1Z`, with a transform to its place.
 */
export function mergeSymbols(svg: string): string {
  return svg.replaceAll(RUN, (run) => {
    const symbols = [...run.matchAll(SYMBOL)].map(readSymbol);
    const [first] = symbols;
    if (first === undefined || symbols.length < 2) return run;
    const { scale, look } = first;
    // What is told in units of the symbol's size too.
    const told = look.replace(/stroke-width="([\d.]+)"/, (_, width: string) => {
      return `stroke-width="${round(Number(width) * scale)}"`;
    });
    return `<path d="${symbols.map(placeSymbol).join('')}"${told}/>`;
  });
}

/** A path, its scale (the same in both directions), its place and everything else. */
const SYMBOL =
  /<path d="([^"]*)" transform="matrix\(([\d.]+),0,0,\2,(-?[\d.]+),(-?[\d.]+)\)"([^>]*)\/>\n?/g;
/** The first of a run and those that differ from it by place alone. */
const RUN =
  /<path d="([^"]*)" transform="matrix\(([\d.]+),0,0,\2,-?[\d.]+,-?[\d.]+\)"([^>]*)\/>(?:\n?<path d="\1" transform="matrix\(\2,0,0,\2,-?[\d.]+,-?[\d.]+\)"\3\/>)+/g;

interface PlacedSymbol {
  readonly shape: string;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly look: string;
}

function readSymbol(match: RegExpExecArray): PlacedSymbol {
  const [, shape = '', scale = '1', x = '0', y = '0', look = ''] = match;
  return { shape, scale: Number(scale), x: Number(x), y: Number(y), look };
}

/** Its beginning where it lies; from there on relative, so that the digits are few. */
function placeSymbol({ shape, scale, x, y }: PlacedSymbol): string {
  let [atX, atY] = [0, 0];
  const commands = [...shape.matchAll(/([MLlAZ])([^MLlAZ]*)/g)];
  return commands
    .map(([, command = '', text = ''], index) => {
      if (command === 'Z') return 'z';
      const values = text.trim().split(/[ ,]+/).map(Number);
      const [endX = 0, endY = 0] = values.slice(-2);
      const isRelative = command === 'l';
      const [stepX, stepY] = isRelative ? [endX, endY] : [endX - atX, endY - atY];
      [atX, atY] = [atX + stepX, atY + stepY];
      if (index === 0) return `M${round(x + atX * scale)} ${round(y + atY * scale)}`;
      const step = `${round(stepX * scale)} ${round(stepY * scale)}`;
      if (command !== 'A') return `${command.toLowerCase()}${step}`;
      const [rx = 0, ry = 0, ...flags] = values.slice(0, -2);
      return `a${round(rx * scale)} ${round(ry * scale)} ${flags.join(' ')} ${step}`;
    })
    .join('');
}

function round(value: number): string {
  return String(Number(value.toFixed(2)));
}
