import { cutMiddle } from './cut-middle.ts';

/**
 * Names in at most so many characters, by the name, for those who stand beneath each other: whoever
 * was different still is. A long name loses its middle; where that would make two names one, they
 * keep what tells them apart and lose what they share.
 */
export function shortenNames(
  names: readonly string[],
  charsMax: number,
): ReadonlyMap<string, string> {
  const unique = [...new Set(names)];
  const cut = Map.groupBy(unique, (name) => cutMiddle(name, charsMax));
  const told = [...cut].flatMap(([short, group]) =>
    group.length === 1 ? group.map((name) => [name, short] as const) : tellApart(group, charsMax),
  );
  return new Map(hasTwins(told) ? number(unique, charsMax) : told);
}

/** Of what is left for a name's ends where its middle needs all the room. */
const ENDS_MIN = 8;
/** With less room for what differs, a number tells more. */
const MIDDLE_MIN = 4;

type Told = readonly (readonly [name: string, short: string])[];

/** Names with the same beginning and end: what is between differs. */
function tellApart(names: readonly string[], charsMax: number): Told {
  const all = names.map((name) => [...name]);
  const before = commonLength(all);
  const after = commonLength(all.map((chars) => chars.slice(before).reverse()));
  const middles = all.map((chars) => chars.slice(before, chars.length - after).join(''));
  const roomMax = charsMax - ENDS_MIN - 2;
  if (roomMax < MIDDLE_MIN) return number(names, charsMax);
  const short = shortenNames(middles, roomMax);
  const middleMax = Math.max(...[...short.values()].map((middle) => [...middle].length));
  const ends = charsMax - middleMax - 2;
  return names.map((name, index) => {
    const chars = all[index] ?? [];
    const middle = short.get(middles[index] ?? '') ?? '';
    const tail = Math.min(after, Math.floor(ends / 2));
    const head = Math.min(before, ends - tail);
    return [
      name,
      [
        chars.slice(0, head).join(''),
        head < before ? '…' : '',
        middle,
        tail < after ? '…' : '',
        chars.slice(chars.length - tail).join(''),
      ].join(''),
    ];
  });
}

/** Characters that all begin with. */
function commonLength(all: readonly (readonly string[])[]): number {
  const [first = []] = all;
  const differing = first.findIndex((char, index) => all.some((chars) => chars[index] !== char));
  return differing === -1 ? first.length : differing;
}

function hasTwins(told: Told): boolean {
  return new Set(told.map(([, short]) => short)).size < told.length;
}

/** The last resort: as they come, from 1 on. */
function number(names: readonly string[], charsMax: number): Told {
  return names.map((name, index) => {
    const sign = `#${index + 1} `;
    return [name, `${sign}${cutMiddle(name, Math.max(1, charsMax - sign.length))}`];
  });
}
