/**
 * Bytes from a server as text that is safe to show: a control character could move the cursor or
 * begin an escape sequence that a terminal obeys, an invisible mark could make text read as another.
 * They are shown as what they are, `\x1b`. Line feeds and tabs stay. A character that comes in two
 * pieces is shown when it is whole; bytes that are no UTF-8 are shown as U+FFFD.
 */
export function createByteCleaner(): (bytes: Buffer) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let carriageReturn = '';
  return (bytes) => {
    const text = carriageReturn + decoder.decode(bytes, { stream: true });
    // It may be the first half of a line end, whose other half comes with the next bytes.
    carriageReturn = text.endsWith('\r') ? '\r' : '';
    const whole = carriageReturn === '' ? text : text.slice(0, -1);
    return cleanText(whole.replaceAll('\r\n', '\n'));
  };
}

/** The same for text that is whole. */
export function cleanText(text: string): string {
  return text.replaceAll(UNSAFE, showCode);
}

/** Control and format characters, line and paragraph marks, and what has no meaning of its own. */
const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

function showCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
