import type { Claim, Demo, Story } from '../demos/demo.ts';
import { visibleWidth, wrapText } from '../reports/text/wrap-text.ts';

/** Narrow enough for any terminal, a slide and a printed page. */
const WIDTH = 80;
const LABEL_WIDTH = 43;

/** Every demonstration with its sentence. */
export function renderList(demos: readonly Demo[]): string {
  const width = Math.max(...demos.map(({ name }) => name.length)) + 2;
  return lines([
    ...demos.flatMap(({ name, summary }) =>
      wrapText(summary, WIDTH - width).map((line, index) =>
        index === 0 ? name.padEnd(width) + line : ' '.repeat(width) + line,
      ),
    ),
    '',
    'echosounder demo NAME shows one of them.',
  ]);
}

/** What is about to be shown, told while it is still being measured. */
export function renderIntro({ name, summary, intro }: Demo): string {
  return lines([...paragraph(`${name}: ${summary}`), '', ...paragraph(intro)]);
}

/** What came out, what it teaches, and what helps against it. */
export function renderStory({ seen, lesson, cure }: Story, claims: readonly Claim[]): string {
  const shown = seen.flatMap((part, index) => {
    if (typeof part === 'string') return ['', ...paragraph(part)];
    const isFirst = typeof (seen[index - 1] ?? '') === 'string';
    return [...(isFirst ? [''] : []), ...renderFigure(part.label, part.value)];
  });
  return lines([
    ...shown,
    '',
    ...paragraph(`Lesson: ${lesson}`),
    '',
    ...paragraph(`Cure: ${cure}`),
    '',
    ...renderClaims(claims),
  ]);
}

function renderFigure(label: string, value: string): readonly string[] {
  const dots = '.'.repeat(Math.max(2, LABEL_WIDTH - visibleWidth(label)));
  return wrapText(`${label} ${dots} ${value}`, WIDTH - 2, '    ').map((line) => `  ${line}`);
}

function renderClaims(claims: readonly Claim[]): readonly string[] {
  const broken = claims.filter(({ holds }) => !holds);
  if (broken.length === 0)
    return [`As expected on this machine: ${claims.length} of ${claims.length} checks.`];
  return broken.flatMap(({ claim }) => paragraph(`NOT SEEN on this machine: ${claim}.`));
}

function paragraph(text: string): readonly string[] {
  return wrapText(text, WIDTH);
}

function lines(list: readonly string[]): string {
  return `${list.join('\n')}\n`;
}
