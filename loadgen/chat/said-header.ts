/** Members of a load are called by their number in the room. */
export function memberName(member: number): string {
  return `m${member}`;
}

/** -1 for a name that no member of a load has. */
export function memberNumber(name: string): number {
  return /^m\d{1,6}$/.test(name) ? Number(name.slice(1)) : -1;
}

const SAID = Buffer.from('SAID ', 'latin1');
const SPACE = 0x20;
const ZERO = 0x30;
const NAME_START = 0x6d; // m
const DIGITS_MAX = 10;

/**
 * Reads the head of `SAID <name> <sequence> <text>` in place: a room of a hundred makes a hundred of
 * them out of every message, so none is made into a string.
 */
export class SaidHeader {
  /** The number in the speaker's name; -1 for a name that no member of a load has. */
  speaker = -1;
  /** -1 where there is no number. */
  sequence = -1;
  textStart = 0;
  #end = 0;

  /** False for any other message; else all three are set. */
  read(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < SAID.length) return false;
    for (let i = 0; i < SAID.length; i += 1) {
      if (bytes[start + i] !== SAID[i]) return false;
    }
    const name = start + SAID.length;
    const number = this.#readNumber(bytes, name + 1, end);
    this.speaker = bytes[name] === NAME_START ? number : -1;
    this.sequence = this.#readNumber(bytes, this.#end + 1, end);
    this.textStart = Math.min(end, this.#end + 1);
    return true;
  }

  /** Reads up to a space; -1 for anything but a number. */
  #readNumber(bytes: Buffer, start: number, end: number): number {
    let value = 0;
    let at = start;
    for (; at < end && bytes[at] !== SPACE; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      value =
        value < 0 || digit < 0 || digit > 9 || at - start >= DIGITS_MAX ? -1 : value * 10 + digit;
    }
    this.#end = at;
    return at === start ? -1 : value;
  }
}
