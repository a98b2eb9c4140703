/** Deeper than anything written here; the stack of whoever walks the value must survive it. */
const MAX_DEPTH = 64;

/** `JSON.parse` for text from outside: a `SyntaxError` on what is too deep, before any value is made. */
export function parseJson(text: string): unknown {
  if (measureDepth(text) > MAX_DEPTH) {
    throw new SyntaxError(`nested more than ${MAX_DEPTH} levels deep`);
  }
  return JSON.parse(text);
}

function measureDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
