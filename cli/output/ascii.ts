/** Signs of our own texts and their like in ASCII, one for one, so that columns stay where they are. */
const LIKENESS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'█▉▊▋▌'].map((block) => [block, '#'])),
  ...Object.fromEntries([...'▍▎▏░·'].map((block) => [block, '.'])),
  ...Object.fromEntries([...'┌┬┐├┼┤└┴┘'].map((corner) => [corner, '+'])),
  '│': '|',
  '─': '-',
  '–': '-',
  '→': '>',
  '≥': '>',
  '’': "'",
  '…': '~',
  '±': '~',
  µ: 'u',
  '×': 'x',
  '●': '*',
  '┊': ':',
  '◄': '<',
  '►': '>',
  '←': '<',
};

/** The same text for a terminal that has no other characters. */
export function inAscii(text: string): string {
  return text.replaceAll(/\P{ASCII}/gu, (sign) => LIKENESS[sign] ?? '?');
}

/**
 * Whether what reads our text can be expected to show more than ASCII: not a dumb terminal or a
 * Linux console, nor a locale that says it has another character set (man 7 locale).
 */
export function showsUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => (value ?? '') !== '') ?? '';
  return locale === '' || /utf-?8/i.test(locale);
}
