import { cleanText } from '../text/clean-text.ts';
import { countOf } from '../text/format.ts';

/** GitHub shows ten of a level for each step, and drops the rest without a word. */
export const ANNOTATIONS_MAX = 10;

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands, one a line, that GitHub shows beside a pull request: the first ten, or nine and
 * one that tells how many are left out (`rest`: what they are, and where they can be read).
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function writeAnnotations(
  all: readonly Annotation[],
  rest: { readonly singular: string; readonly where: string },
): string {
  const shown = all.length > ANNOTATIONS_MAX ? all.slice(0, ANNOTATIONS_MAX - 1) : [...all];
  const [first, ...others] = all.slice(shown.length);
  if (first !== undefined) {
    shown.push({
      level: first.level,
      title: 'echosounder gate',
      message: `${countOf(others.length + 1, `more ${rest.singular}`)} ${rest.where}`,
    });
  }
  return shown.map((annotation) => `${writeCommand(annotation)}\n`).join('');
}

function writeCommand({ level, title, message }: Annotation): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** Line ends stay, escaped: a failed server's last words are several lines. */
function escapeData(text: string): string {
  return text
    .replaceAll(/[^\r\n]+/g, (line) => cleanText(line))
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

/** Inside a property a comma begins the next one, and a colon may end them all. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
