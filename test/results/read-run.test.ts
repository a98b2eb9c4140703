import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'hdr-histogram-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildReport } from '../../reports/report.ts';
import type { Distribution } from '../../results/distribution.ts';
import { encodeHistogram, summarizeHistogram } from '../../results/histogram-codec.ts';
import { readRun } from '../../results/read-run.ts';
import { RunReadError, type RunReadFault } from '../../results/run-read-error.ts';
import { createSumHistogram, HIGHEST_TIME_NS } from '../../results/time-histogram.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { at, HEADER, makeTrial } from './make-trial.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'echosounder-results-'));
  write('run.json', JSON.stringify(HEADER));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a recorded run', () => {
  test('keeps every trial before a torn last line, and tells of it', async () => {
    const torn = line(at(2));
    write('trials.jsonl', line(at(0)) + line(at(1)) + torn.slice(0, torn.length / 2));
    const { trials, problems } = await readRun(folder);
    expect(trials).toEqual([at(0), at(1)]);
    expect(problems).toMatchObject([{ file: 'trials.jsonl', line: 3 }]);
    expect(problems[0]?.message).toMatch(/cut short/);
  });

  test('may be torn at any byte without losing an earlier trial', async () => {
    const first = line(at(0));
    const second = line(at(1));
    for (let cut = 1; cut < second.length - 1; cut += 97) {
      write('trials.jsonl', first + second.slice(0, cut));
      const { trials, problems } = await readRun(folder);
      expect(trials).toHaveLength(1);
      expect(problems).toHaveLength(1);
    }
  });

  test('takes a last line that lacks nothing but its newline', async () => {
    write('trials.jsonl', line(at(0)) + line(at(1)).trimEnd());
    const { trials, problems } = await readRun(folder);
    expect(trials).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  test('leaves out a broken line in the middle and keeps the rest', async () => {
    write('trials.jsonl', `${line(at(0))}\u0000\u0001{"}\n\n${line(at(1))}`);
    const { trials, problems } = await readRun(folder);
    expect(trials).toEqual([at(0), at(1)]);
    expect(problems.map((problem) => problem.line)).toEqual([2]);
  });

  test('leaves out a trial whose ledger does not add up', async () => {
    const { counts } = makeTrial();
    write('trials.jsonl', line(makeTrial({ counts: { ...counts, lost: counts.lost + 1 } })));
    const { trials, problems } = await readRun(folder);
    expect(trials).toEqual([]);
    expect(problems[0]?.message).toMatch(/ledger/);
  });

  test('leaves out a trial that a later version wrote, and says which schema it has', async () => {
    write('trials.jsonl', line(at(0)) + line({ ...at(1), schema: 99 }) + line(at(2)));
    const { trials, problems } = await readRun(folder);
    expect(trials).toEqual([at(0), at(2)]);
    expect(problems.map((problem) => problem.line)).toEqual([2]);
    expect(problems[0]?.message).toMatch(/schema 99.*reads schema 1.*the version that wrote it/);
  });

  test.each([
    ['is none', 'AAAA', /responseTimeNs: not a compressed HdrHistogram/],
    ['is empty', '', /responseTimeNs/],
    ['is no base64', 'HISTFAAAA', /responseTimeNs: .*base64/],
    ['is cut short', makeTimes([1]).histogram.slice(0, 40), /responseTimeNs/],
    ['speaks of other messages', makeTimes([1, 2]).histogram, /2 times, where 1 /],
    ['reaches beyond an hour', beyondAnHour(), /beyond an hour/],
    ['counts more than was measured', makeTimes([1], 2 ** 40).histogram, /1099511627776 times/],
  ])('leaves out a trial with a histogram that %s', async (_, histogram, message) => {
    const bad = makeTrial({ responseTimeNs: { ...makeTimes([1]), histogram } });
    write('trials.jsonl', line(at(0)) + line(bad) + line(at(1)));
    const run = await readRun(folder);
    expect(run.trials).toEqual([at(0), at(1)]);
    expect(run.problems.map((problem) => problem.line)).toEqual([2]);
    expect(run.problems[0]?.message).toMatch(message);
    expect(() => buildReport(run)).not.toThrow();
  });

  test('says it of any of the five histograms', async () => {
    for (const name of [
      'responseTimeNs',
      'serviceTimeNs',
      'sendLagNs',
      'connectTimeNs',
      'firstReplyTimeNs',
    ]) {
      const bad = { ...makeTrial(), [name]: { ...makeTimes([1]), histogram: 'AAAA' } };
      write('trials.jsonl', line(bad));
      const { problems } = await readRun(folder);
      expect(problems[0]?.message).toContain(`${name}: `);
    }
  });

  test('says it of a chat whose deliveries do not add up, or whose times cannot be read', async () => {
    const chat = createSyntheticRun({ repetitions: 1 }).trials.find(
      (trial) => trial.chat !== undefined,
    )?.chat;
    if (chat === undefined) throw new Error('no synthetic chat');
    const uneven = { ...chat, deliveries: { ...chat.deliveries, lost: 1 } };
    const unread = { ...chat, lastReceiverTimeNs: { ...makeTimes([1]), histogram: 'AAAA' } };
    const messages = [/the deliveries do not add up: /, /chat\.lastReceiverTimeNs: /];
    for (const [index, bad] of [uneven, unread].entries()) {
      write('trials.jsonl', line({ ...makeTrial(), chat: bad }));
      const { problems } = await readRun(folder);
      expect(problems[0]?.message).toMatch(messages[index] ?? '');
    }
  });

  test('with the most times that are taken, in every trial, can still be reported on', async () => {
    const times = { ...makeTimes([1_000], 2 ** 36), count: 2 ** 36 };
    const trials = [0, 1, 2].map((n) => ({ ...at(n), responseTimeNs: times }));
    write('trials.jsonl', trials.map(line).join(''));
    const run = await readRun(folder);
    expect(run.problems).toEqual([]);
    expect(() => buildReport(run)).not.toThrow();
  });

  test('counts a trial once, even when it is there twice', async () => {
    write('trials.jsonl', line(at(0)) + line(at(0)));
    const { trials, problems } = await readRun(folder);
    expect(trials).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/second trial/);
  });

  test.each([
    ['a negative count', { counts: { ...makeTrial().counts, ok: -1 } }],
    ['a count that is no whole number', { measuredNs: 1.5 }],
    ['an unknown status', { status: 'splendid' }],
    ['an id that is a path', { trial: { ...makeTrial().trial, id: '../x' } }],
  ])('leaves out a trial with %s', async (_, changes) => {
    write('trials.jsonl', line({ ...makeTrial(), ...changes }));
    const { trials, problems } = await readRun(folder);
    expect(trials).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('is made of fresh objects: foreign keys and prototypes stay outside', async () => {
    const text = JSON.stringify(at(0)).replace('{', '{"__proto__":{"hacked":true},"extra":1,');
    write('trials.jsonl', `${text}\n`);
    const { trials } = await readRun(folder);
    expect(trials).toEqual([at(0)]);
    expect('hacked' in Object.prototype).toBe(false);
    expect(Object.keys(trials[0] ?? {})).not.toContain('extra');
  });
});

describe('a run that cannot be read', () => {
  test('is absent when it is not there', async () => {
    expect(await faultOf(join(folder, 'nowhere'))).toBe('absent');
  });

  test('is unreadable, not absent, when the system refuses', async () => {
    expect(await faultOf(`${folder}/${'x'.repeat(300)}`)).toBe('unreadable');
  });

  test('is invalid when a pipe or a folder stands for a file, and nobody waits on it', async () => {
    mkdirSync(join(folder, 'trials.jsonl'));
    expect(await faultOf(folder)).not.toBeNull();
    rmSync(join(folder, 'trials.jsonl'), { recursive: true });
    execFileSync('mkfifo', [join(folder, 'trials.jsonl')]);
    expect(await faultOf(folder)).toBe('invalid');
  });

  test('is refused by the number of its schema when a later version wrote it', async () => {
    write('run.json', JSON.stringify({ ...HEADER, schema: 7 }));
    await expect(readRun(folder)).rejects.toThrow(/schema 7.*reads schema 1/);
    expect(await faultOf(folder)).toBe('newer');
    write('run.json', JSON.stringify(HEADER));
  });

  test.each(['', 'null', '[]', '{"schema":1}', '{"schema":"1"}', 'x'.repeat(1000)])(
    'is invalid when its header is %j',
    async (text) => {
      write('run.json', text);
      expect(await faultOf(folder)).toBe('invalid');
    },
  );

  test('is invalid when its header nests without end', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    write(
      'run.json',
      JSON.stringify({ ...HEADER, config: 0 }).replace('"config":0', `"config":${deep}`),
    );
    expect(await faultOf(folder)).toBe('invalid');
  });
});

/** A distribution whose histogram holds each time `count` times. */
function makeTimes(timesNs: readonly number[], count = 1): Distribution {
  const histogram = createSumHistogram();
  for (const timeNs of timesNs) histogram.recordValueWithCount(timeNs, count);
  const rawMax = Math.max(...timesNs);
  const counted = timesNs.length * count;
  return {
    ...summarizeHistogram(histogram, { rawMin: 1, rawMax, sum: rawMax, count: counted }),
    count: 1,
  };
}

function beyondAnHour(): string {
  const histogram = build({ bitBucketSize: 64, highestTrackableValue: HIGHEST_TIME_NS * 100 });
  histogram.recordValue(HIGHEST_TIME_NS * 50);
  return encodeHistogram(histogram);
}

async function faultOf(path: string): Promise<RunReadFault | null> {
  const error = await readRun(path).catch((reason: unknown) => reason);
  return error instanceof RunReadError ? error.fault : null;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
