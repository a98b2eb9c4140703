import { describe, expect, test } from 'vitest';
import { drawProgress } from '../../../cli/progress/draw-progress.ts';
import {
  beginProgress,
  endTrial,
  type ProgressState,
  startTrial,
  takeProgress,
} from '../../../cli/progress/progress-state.ts';
import type { TrialProgress } from '../../../harness/trial/measure-trial.ts';
import { createPaint } from '../../../reports/text/paint.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { makeProgress } from './make-progress.ts';

const PLANNED = ['a', 'b', 'c', 'd'].map((name) => ({ name, plannedMs: 1000 }));
const START_MS = Date.UTC(2026, 0, 1);

/** The second of four trials, two looks into it. */
function stateWith(changes: Partial<TrialProgress> = {}): ProgressState {
  const begun = startTrial(beginProgress(PLANNED, START_MS), 'talk/event-loop #1', 1);
  const second = startTrial(
    endTrial(begun, { number: 1, redos: [], nowMs: START_MS + 2000 }),
    'talk/event-loop #2',
    2,
  );
  const before = makeProgress({ atNs: 1.5e9, answered: 20_000 });
  return takeProgress(takeProgress(second, before), makeProgress(changes));
}

function draw(state: ProgressState, width = 100, color = false): readonly string[] {
  return drawProgress(state, { width, paint: createPaint(color), nowMs: START_MS + 3000 });
}

describe('what is drawn of a run', () => {
  test('is what runs, how it goes, what it uses and how much is left', () => {
    expect(draw(stateWith())).toEqual([
      '[2/4] talk/event-loop #2   conversation of 64 B messages, closed loop, 8 connections, depth 1',
      'measuring 0.5 of 1.0 s   20.0 k/s   p50  290 µs   p99  736 µs   no errors',
      'server 98 % CPU, 32.0 MiB   load 71 % CPU   ● client has room',
      `${'█'.repeat(15)}${'░'.repeat(25)}  37 %   about 5 s left`,
    ]);
  });

  test('leaves time for what is known to be run again at the end', () => {
    const begun = startTrial(beginProgress(PLANNED, START_MS), 'talk/event-loop #1', 1);
    const redos = PLANNED.slice(0, 1);
    const second = endTrial(begun, { number: 1, redos, nowMs: START_MS + 2000 });
    // As above, and a trial more: 2 s with its overhead.
    expect(draw(second).at(-1)).toMatch(/about 7 s left$/);
    const last = endTrial(begun, { number: 4, redos, nowMs: START_MS + 8000 });
    const lines = drawProgress(last, {
      ...{ width: 100, paint: createPaint(false), nowMs: START_MS + 9000 },
    });
    expect(lines.at(-1)).toMatch(/ 90 % {3}about 1 s left$/);
  });

  test.each([40, 60, 80, 120])(
    'is never wider than %i columns, whatever is to be told',
    (width) => {
      const states = [
        beginProgress(PLANNED, START_MS),
        startTrial(beginProgress(null, START_MS), `tcp://${'very-long-name.'.repeat(12)}:7`, 1),
        stateWith(),
        stateWith({ failed: 123_456, overdue: 99_999, clientLight: 'near' }),
        stateWith({ phase: 'opening', served: 0, atNs: 5e9 }),
        stateWith({ phase: 'draining', recentTimes: null, server: null, busyCpus: null }),
      ];
      for (const line of states.flatMap((state) => draw(state, width))) {
        expect(visibleWidth(line), line).toBeLessThanOrEqual(width);
      }
    },
  );

  test('loses no figure in a narrow window: it takes more lines', () => {
    const narrow = draw(stateWith({ failed: 3 }), 40).join('\n');
    for (const figure of ['20.0 k/s', '290 µs', '736 µs', '3 failed', '98 % CPU', '32.0 MiB']) {
      expect(narrow).toContain(figure);
    }
  });

  test('tells errors by kind', () => {
    expect(draw(stateWith({ failed: 3, overdue: 2 }))[1]).toContain('3 failed, 2 too late or lost');
  });

  test('lights up in words too, when the client is the limit', () => {
    const lightOf = (clientLight: TrialProgress['clientLight'], color = false) =>
      draw(stateWith({ clientLight }), 100, color)[2] ?? '';
    expect(lightOf('bound')).toMatch(/● client-bound$/);
    expect(lightOf('near')).toMatch(/● client near its limit$/);
    expect(lightOf(null)).not.toContain('●');
    const red = '\u001b[31m';
    expect(lightOf('bound', true)).toContain(red);
    expect(lightOf('clear', true)).not.toContain(red);
  });

  test('claims no time left where nobody knows how many trials there will be', () => {
    const lines = draw(startTrial(beginProgress(null, START_MS), 'event-loop: 18.2 k/s', 3));
    expect(lines).toEqual(['[3] event-loop: 18.2 k/s', 'starting']);
  });

  test('of a load that opens slowly is how far it has come', () => {
    const opening = { phase: 'opening', established: 5, served: 4 } as const;
    expect(draw(stateWith({ ...opening, atNs: 1e9 }))[1]).toBe(
      'opening   5 of 8 connected, 4 had a reply',
    );
  });

  test('shows a name from outside without its control characters', () => {
    const state = startTrial(beginProgress(null, START_MS), 'evil\u001b[2Jname', 1);
    expect(draw(state)[0]).toBe('[1] evil\ufffd[2Jname');
  });
});

describe('the throughput that is drawn', () => {
  test('is in bytes where a load is about bytes', () => {
    const { trial } = makeProgress();
    const workload = { kind: 'stream', payloadBytes: 65_536 } as const;
    expect(draw(stateWith({ trial: { ...trial, workload } }))[1]).toContain('1.22 GiB/s');
  });

  test('is that of the last second, not of the whole trial', () => {
    let state = startTrial(beginProgress(PLANNED, START_MS), 'x', 1);
    for (const [atNs, answered] of [
      [0, 0],
      [1e9, 0],
      [2e9, 100],
      [3e9, 1100],
    ] as const) {
      state = takeProgress(state, makeProgress({ atNs, answered }));
    }
    expect(draw(state)[1]).toContain('1.00 k/s');
  });
});
