import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgressDisplay } from '../../../cli/progress/progress-display.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { makeProgress } from './make-progress.ts';

/** A stream that remembers, and is a terminal of 80 columns or none. */
function fakeStream(isTTY: boolean): {
  stream: NodeJS.WriteStream;
  text(): string;
  writes(): number;
} {
  const sink = new PassThrough().setEncoding('utf8');
  let text = '';
  let writes = 0;
  sink.on('data', (chunk: string) => {
    text += chunk;
    writes += 1;
  });
  const stream: NodeJS.WriteStream = Object.assign(Object.create(WriteStream.prototype), {});
  for (const [key, value] of Object.entries({
    isTTY,
    columns: 80,
    rows: 24,
    write: (chunk: string) => sink.write(chunk),
  })) {
    Object.defineProperty(stream, key, { value });
  }
  return { stream, text: () => text, writes: () => writes };
}

const PLANNED = [{ name: 'conversation/event-loop #1', plannedMs: 1000 }];
const opening = (atNs: number, served: number) =>
  makeProgress({ phase: 'opening', atNs, served, established: served });

beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('clients that are opened slowly', () => {
  test('are told about after 3 s and every 10 s, where there is no terminal', () => {
    const { stream, text } = fakeStream(false);
    const display = createProgressDisplay(PLANNED, stream);
    for (const atNs of [1e9, 2.9e9, 3e9, 4e9]) display.update(opening(atNs, 0));
    for (const atNs of [5e9, 13.2e9, 14e9]) display.update(opening(atNs, 5));
    expect(text()).toBe(
      [
        '0 of 8 clients had a reply after 3 s, waiting up to 15 s',
        '5 of 8 connections open after 13 s, 5 had a reply',
        '',
      ].join('\n'),
    );
  });

  test('are what the live lines of a terminal say', () => {
    const { stream, text } = fakeStream(true);
    createProgressDisplay(PLANNED, stream).update(opening(5e9, 0));
    expect(text()).toContain('0 of 8 clients had a reply after 5 s, waiting up to 15 s');
  });
});

test('a dumb terminal gets lines without escapes', () => {
  vi.stubEnv('TERM', 'dumb');
  const { stream, text } = fakeStream(true);
  const display = createProgressDisplay(PLANNED, stream);
  display.trialStarted('x', 1);
  display.update(makeProgress());
  display.trialFinished(makeTrial(), 1);
  display.end();
  expect(text()).toMatch(/^conversation\/event-loop #1 .*k\/s.*\n$/);
  expect(text()).not.toContain('left');
  display.trialFinished(makeTrial(), 1, PLANNED);
  expect(text()).toMatch(/\(about .* left.*\)\n$/);
  expect(text()).not.toContain('\u001b');
});

test('a terminal of another character set gets ASCII alone', () => {
  vi.stubEnv('LC_ALL', 'en_US.ISO-8859-1');
  const { stream, text } = fakeStream(true);
  const display = createProgressDisplay(PLANNED, stream);
  display.update(makeProgress());
  display.end();
  expect(text()).toContain('p50  290 us');
  expect(text()).not.toMatch(/\P{ASCII}/u);
});

test('whoever wants it quiet is told nothing', () => {
  const { stream, text } = fakeStream(true);
  const display = createProgressDisplay(PLANNED, stream, { isQuiet: true });
  display.say('hello');
  display.trialStarted('x', 1);
  display.update(makeProgress());
  display.trialFinished(makeTrial(), 1);
  display.end();
  expect(text()).toBe('');
});

describe('on a terminal', () => {
  test('rows of trials that have ended stay, each once, however often it is redrawn', () => {
    const { stream, text } = fakeStream(true);
    const display = createProgressDisplay(null, stream);
    display.trialFinished(makeTrial(), 1);
    display.trialStarted('next', 2);
    for (let update = 0; update < 5; update += 1) display.update(makeProgress());
    display.end();
    expect(text().match(/conversation\/event-loop #1/g)).toHaveLength(1);
  });

  test('it is drawn four times a second at most: the load needs the CPU more', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { stream, writes } = fakeStream(true);
    const display = createProgressDisplay(PLANNED, stream);
    display.trialStarted('x', 1);
    const drawn = [0, 100, 249, 250, 300, 499, 500].map((nowMs) => {
      clock.mockReturnValue(nowMs);
      const before = writes();
      display.update(makeProgress({ atNs: 2e9 + nowMs * 1e6, answered: nowMs }));
      return writes() - before;
    });
    expect(drawn).toEqual([0, 0, 0, 1, 0, 0, 1]);
  });

  test('a search, whose end nobody knows, counts its trials and promises no time', () => {
    vi.stubEnv('NO_COLOR', '1');
    const { stream, text } = fakeStream(true);
    const display = createProgressDisplay(null, stream);
    display.trialStarted('event-loop: first guess', 1);
    display.end();
    expect(text()).toContain('[1] event-loop: first guess');
    expect(text()).not.toMatch(/left|null/);
  });
});
