import { describe, expect, test } from 'vitest';
import type { Compared } from '../../results/compared.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { compareRuns } from '../../stats/compare-runs.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';

const RUN = createSyntheticRun({ repetitions: 6 });
const CELL = 'conversation/event-loop';

/** The same run with every trial of the cell changed. */
function change(alter: (trial: TrialResult, index: number) => TrialResult): RecordedRun {
  let index = 0;
  const trials = RUN.trials.map((trial) =>
    trial.trial.cell === CELL ? alter(trial, index++) : trial,
  );
  return { ...RUN, trials };
}

function withCpu(cpuNsPerMessage: (index: number) => number): RecordedRun {
  return change((trial, index) =>
    trial.server === null
      ? trial
      : { ...trial, server: { ...trial.server, cpuNsPerMessage: cpuNsPerMessage(index) } },
  );
}

function find(head: RecordedRun, metric: string, base = RUN): Compared | undefined {
  return compareRuns(base, head).compared.find((row) => row.cell === CELL && row.metric === metric);
}

const steady = withCpu((index) => 1000 + index);

describe('a comparison of two runs', () => {
  test('a run is the same as itself, in every cell and metric', () => {
    const { compared, differences } = compareRuns(RUN, RUN);
    expect(differences).toEqual([]);
    expect(compared.length).toBeGreaterThan(10);
    expect(compared.every(({ ratio }) => Math.abs(ratio - 1) < 1e-9)).toBe(true);
    expect(compared.map(({ word }) => word)).not.toContain('worse');
  });

  test('more CPU per message is worse, less is better, by the ratio of the medians', () => {
    const dearer = withCpu((index) => 1200 + index);
    expect(find(dearer, 'CPU per message', steady)).toMatchObject({ word: 'worse' });
    expect(find(dearer, 'CPU per message', steady)?.ratio).toBeCloseTo(1.2, 2);
    expect(find(steady, 'CPU per message', dearer)).toMatchObject({ word: 'better' });
  });

  test('more throughput is better', () => {
    const faster = change((trial) => ({
      ...trial,
      throughputPerSec: (trial.throughputPerSec ?? 0) * 2,
    }));
    expect(find(faster, 'throughput')).toMatchObject({ word: 'better' });
  });

  test('a certain difference of one per cent is the same for practical purposes', () => {
    expect(
      find(
        withCpu((index) => 1012 + index),
        'CPU per message',
        steady,
      )?.word,
    ).toBe('same');
  });

  test('wide scatter is neither the same nor different', () => {
    const scattered = withCpu((index) => 600 + 200 * index);
    expect(find(scattered, 'CPU per message', steady)?.word).toBe('unknown');
  });

  test('four trials allow a ratio and no claim', () => {
    const few = { ...RUN, trials: RUN.trials.filter(({ trial }) => trial.repetition < 4) };
    expect(find(few, 'CPU per message')).toMatchObject({
      interval: null,
      word: 'unknown',
      headTrials: 4,
    });
  });

  test('trials that are not complete do not count, and a cell without any is named', () => {
    const spoiled = change((trial) => ({ ...trial, status: 'invalid', reasons: ['noise'] }));
    const { leftOut } = compareRuns(RUN, spoiled);
    expect(leftOut).toContainEqual({
      cell: CELL,
      reason: 'no complete trial in the head run',
      isAbsent: false,
    });
  });

  test('a cell that one run does not have is named', () => {
    const without = { ...RUN, trials: RUN.trials.filter(({ trial }) => trial.cell !== CELL) };
    expect(compareRuns(without, RUN).leftOut).toContainEqual({
      cell: CELL,
      reason: 'only in the head run',
      isAbsent: true,
    });
  });

  test('what differs besides the servers is named with what it costs', () => {
    const { environment } = RUN.header;
    const moved = {
      ...RUN,
      header: {
        ...RUN.header,
        environment: { ...environment, cpuModel: 'Another CPU', node: '99.0.0' },
      },
    };
    const { differences } = compareRuns(RUN, moved);
    expect(differences.map(({ what }) => what)).toEqual(['CPU', 'Node.js']);
    expect(differences[0]?.cost).toMatch(/another machine/);
  });

  test('cells whose messages took another amount of work are left out, and no others', () => {
    const other = { ...RUN, header: { ...RUN.header, work: { rounds: 999, targetNs: 200_000 } } };
    const { compared, leftOut, differences } = compareRuns(RUN, other);
    expect(differences).toEqual([]);
    const working = RUN.trials.filter(({ trial }) => trial.service === 'work');
    const cells = new Set(working.map(({ trial }) => trial.cell));
    expect(cells.size).toBeGreaterThan(0);
    expect(new Set(leftOut.map(({ cell }) => cell))).toEqual(cells);
    expect(leftOut[0]?.reason).toMatch(/812 rounds .* and 999/);
    expect(compared.filter(({ cell }) => cells.has(cell))).toEqual([]);
  });

  test('a cell that asks for something else now is a difference, told by that alone', () => {
    const longer = change((trial) => ({
      ...trial,
      trial: { ...trial.trial, timing: { ...trial.trial.timing, measureNs: 9e9 } },
    }));
    expect(compareRuns(RUN, longer).differences).toEqual([
      {
        what: CELL,
        base: 'measure 2000 ms',
        head: 'measure 9000 ms',
        cost: 'this cell asks for something else now',
      },
    ]);
  });
});
