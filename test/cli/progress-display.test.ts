import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createProgressDisplay } from '../../cli/progress-display.ts';
import type { TrialProgress } from '../../harness/trial/measure-trial.ts';

/** A stream that remembers, and is a terminal of 80 columns or none. */
function fakeStream(isTTY: boolean): { stream: NodeJS.WriteStream; text(): string } {
  const sink = new PassThrough().setEncoding('utf8');
  let text = '';
  sink.on('data', (chunk: string) => {
    text += chunk;
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
  return { stream, text: () => text };
}

function progressAt(atNs: number, served: number): TrialProgress {
  return {
    phase: 'opening',
    atNs,
    established: 8,
    served,
    ended: 0,
    answered: 0,
    answeredInWindow: 0,
    failed: 0,
    trial: {
      id: 'load.r1',
      scenario: 'load',
      cell: 'load',
      strategy: null,
      target: 'tcp://127.0.0.1:1',
      service: null,
      transport: 'tcp',
      workload: { kind: 'greet' },
      load: { loop: 'closed', connections: 8, depth: 1, thinkTimeNs: 0 },
      timing: {
        firstReplyWaitNs: 15e9,
        warmupNs: 0,
        measureNs: 1e9,
        drainNs: 0,
        timeoutNs: 1e9,
      },
      repetition: 0,
      seed: 1,
    },
  };
}

const WAITING = '0 of 8 clients had a reply after 3 s, waiting up to 15 s';

afterEach(() => vi.unstubAllEnvs());

describe('a server that keeps its clients waiting', () => {
  test('is told about once, where there is no terminal', () => {
    const { stream, text } = fakeStream(false);
    const display = createProgressDisplay(1, stream);
    for (const atNs of [1e9, 2.9e9, 3e9, 4e9]) display.update(progressAt(atNs, 0));
    expect(text()).toBe(`${WAITING}\n`);
  });

  test('is not told about when somebody was served', () => {
    const { stream, text } = fakeStream(false);
    createProgressDisplay(1, stream).update(progressAt(5e9, 1));
    expect(text()).toBe('');
  });

  test('is what the live line of a terminal says', () => {
    vi.stubEnv('TERM', 'xterm');
    const { stream, text } = fakeStream(true);
    createProgressDisplay(1, stream).update(progressAt(5e9, 0));
    expect(text()).toContain(WAITING);
  });
});

test('a dumb terminal gets lines without escapes', () => {
  vi.stubEnv('TERM', 'dumb');
  const { stream, text } = fakeStream(true);
  const display = createProgressDisplay(1, stream);
  display.trialStarted('x', 1);
  display.update(progressAt(5e9, 0));
  display.end();
  expect(text()).toBe(`${WAITING}\n`);
});

test('of a search, whose end nobody knows, it counts the trials and promises no time', () => {
  const { stream, text } = fakeStream(true);
  vi.stubEnv('TERM', 'xterm');
  const display = createProgressDisplay(null, stream);
  display.trialStarted('event-loop: first guess', 1);
  display.trialStarted('event-loop: 18.2 k/s', 2);
  display.end();
  expect(text()).toContain('[1] event-loop: first guess');
  expect(text()).not.toMatch(/left\)|null/);
});
