import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { cleanText } from '../clean-text.ts';
import { countOf } from '../format.ts';
import { describeFigures, describeVerdict, nameMetric } from './words.ts';

/** GitHub shows ten of a level for each step, and drops the rest without a word. */
export const ANNOTATIONS_MAX = 10;

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands, one a line, that GitHub shows beside a pull request. Regressions come first;
 * what can't be told is an error only where it fails the gate. The last tells how many were left out.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGateAnnotations(result: GateResult, isStrict: boolean): string {
  const all = listAnnotations(result, isStrict);
  const shown = all.length > ANNOTATIONS_MAX ? all.slice(0, ANNOTATIONS_MAX - 1) : all;
  const rest = all.slice(shown.length);
  if (rest.length > 0) {
    shown.push({
      level: rest[0]?.level ?? 'notice',
      title: 'echosounder gate',
      message: `${countOf(rest.length, 'more test')} did not pass: see the job summary or gate.json`,
    });
  }
  return shown.map((annotation) => `${writeCommand(annotation)}\n`).join('');
}

function listAnnotations(result: GateResult, isStrict: boolean): Annotation[] {
  if (result.verdict === 'pass') {
    return [{ level: 'notice', title: 'echosounder gate', message: describeVerdict(result) }];
  }
  const worse = result.tests.filter(({ decision }) => decision === 'regression');
  const untold = result.tests.filter(
    ({ decision }) => decision === 'inconclusive' || decision === 'open',
  );
  const untoldLevel = isStrict ? 'error' : 'warning';
  return [
    ...onceEach(worse).map((test) => annotate(test, 'error', 'regression')),
    ...onceEach(untold).map((test) => annotate(test, untoldLevel, 'cannot tell')),
  ];
}

/** A server that failed gives all tests of its cell one reason: it is told once. */
function onceEach(tests: readonly GateTest[]): GateTest[] {
  const told = new Set<string>();
  return tests.filter(({ cell, reason }) => {
    if (reason === null) return true;
    const key = JSON.stringify([cell, reason]);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function annotate(test: GateTest, level: Annotation['level'], word: string): Annotation {
  const what = test.reason === null ? `${test.cell}, ${nameMetric(test.metric)}` : test.cell;
  return { level, title: `${word}: ${what}`, message: describeFigures(test) };
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
