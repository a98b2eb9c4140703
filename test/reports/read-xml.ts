/** As much of XML 1.0 as a JUnit file needs; throws where the text is not well-formed. */

interface XmlCase {
  readonly classname: string;
  readonly children: string[];
}

const TOKEN = /<\?xml [^?]*\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|#39);)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>/;

interface XmlSuite {
  readonly failures: string | undefined;
  readonly skipped: string | undefined;
}

export function readXml(text: string): { suite: XmlSuite; cases: XmlCase[] } {
  if (FORBIDDEN.test(text) || BARE_AMPERSAND.test(text)) throw new Error('a sign XML forbids');
  const open: string[] = [];
  const cases: XmlCase[] = [];
  let suite: XmlSuite = { failures: undefined, skipped: undefined };
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not well-formed: ${text.slice(at, at + 80)}`);
    const [, isEnd, name, attributes = '', isEmpty] = match;
    if (name === undefined) continue;
    if (isEnd === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> ends what did not begin`);
      continue;
    }
    const values = readAttributes(attributes);
    if (name === 'testsuite') {
      suite = { failures: values.get('failures'), skipped: values.get('skipped') };
    }
    if (open.at(-1) === 'testcase') cases.at(-1)?.children.push(name);
    if (name === 'testcase') cases.push({ classname: values.get('classname') ?? '', children: [] });
    if (isEmpty !== '/') open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join('><')}> never ends`);
  return { suite, cases };
}

function readAttributes(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)];
  return new Map(pairs.map(([, key = '', value = '']) => [key, restoreSigns(value)]));
}

function restoreSigns(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&([a-z#39]+);/g, (_, name: string) => signs[name] ?? '');
}
