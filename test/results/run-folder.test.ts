import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFileAtomically } from '../../results/atomic-file.ts';
import { freeRunId } from '../../results/free-run-id.ts';
import { OutputError } from '../../results/output-error.ts';
import { readRun } from '../../results/read-run.ts';
import { appendTrial, createRunFolder } from '../../results/run-folder.ts';
import { checkRunId, createRunId } from '../../results/run-id.ts';
import { at, HEADER, makeTrial } from './make-trial.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'echosounder-results-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a run folder', () => {
  test('gives back the header and every trial as they were written', async () => {
    const run = await createRunFolder(join(folder, 'deep', 'run'), HEADER);
    await appendTrial(run, at(0));
    await appendTrial(run, at(1));
    const read = await readRun(run.path);
    expect(read).toEqual({ header: HEADER, trials: [at(0), at(1)], problems: [] });
  });

  test('holds a line per trial from the moment appendTrial returns', async () => {
    const run = await createRunFolder(join(folder, 'run'), HEADER);
    const lines = () => readFileSync(join(run.path, 'trials.jsonl'), 'utf8').split('\n').length - 1;
    expect(lines()).toBe(0);
    await appendTrial(run, at(0));
    expect(lines()).toBe(1);
    await appendTrial(run, at(1));
    expect(lines()).toBe(2);
  });

  test('never writes over something that is already there', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    const refusal = createRunFolder(folder, HEADER);
    await expect(refusal).rejects.toThrow(OutputError);
    await expect(refusal).rejects.toThrow(/already holds something.*--out/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test('takes a folder that exists and is empty', async () => {
    mkdirSync(join(folder, 'empty'));
    await createRunFolder(join(folder, 'empty'), HEADER);
    expect(readdirSync(join(folder, 'empty')).sort()).toEqual(['run.json', 'trials.jsonl']);
  });

  test('says before any load that it cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const refusal = createRunFolder(join(folder, 'file', 'run'), HEADER);
    await expect(refusal).rejects.toThrow(OutputError);
    await expect(refusal).rejects.toThrow(/cannot write .*ENOTDIR.*--out/);
  });

  test.runIf(existsSync('/proc/self'))(
    'gives an answer, not silence, where the system lets nobody make a folder (/proc)',
    async () => {
      for (const path of ['/proc/echosounder', '/proc/echosounder/deep/run']) {
        const refusal = createRunFolder(path, HEADER);
        await expect(refusal).rejects.toThrow(OutputError);
        await expect(refusal).rejects.toThrow(
          /^cannot write \/proc\/echosounder.*; choose another/,
        );
      }
    },
  );

  test('is made together with every folder above it, also from a relative path', async () => {
    const path = relative(process.cwd(), join(folder, 'a', 'b', '..', 'c', 'run'));
    await createRunFolder(path, HEADER);
    expect(readdirSync(join(folder, 'a'))).toEqual(['c']);
    expect((await readRun(path)).header).toEqual(HEADER);
  });

  test('is not made where a link leads nowhere', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    const refusal = createRunFolder(join(folder, 'link', 'run'), HEADER);
    await expect(refusal).rejects.toThrow(OutputError);
  });

  test('refuses a header whose id could leave the folder', async () => {
    const header = { ...HEADER, id: '../elsewhere' };
    await expect(createRunFolder(join(folder, 'run'), header)).rejects.toThrow(/not a run id/);
  });

  test('refuses a trial whose ledger does not add up, and writes nothing', async () => {
    const run = await createRunFolder(join(folder, 'run'), HEADER);
    const { counts } = makeTrial();
    const wrong = makeTrial({ counts: { ...counts, ok: counts.ok - 1 } });
    await expect(appendTrial(run, wrong)).rejects.toThrow(/ledger/);
    expect(readFileSync(join(run.path, 'trials.jsonl'), 'utf8')).toBe('');
  });

  test('does not glue a trial to a line that a full disk cut short', async () => {
    const run = await createRunFolder(join(folder, 'run'), HEADER);
    writeFileSync(join(run.path, 'trials.jsonl'), '{"schema":1,"tri');
    await appendTrial(run, at(1));
    const { trials, problems } = await readRun(run.path);
    expect(trials).toEqual([at(1)]);
    expect(problems.map((problem) => problem.line)).toEqual([1]);
  });

  test('turns a trial that cannot be appended into an OutputError', async () => {
    const run = await createRunFolder(join(folder, 'run'), HEADER);
    rmSync(run.path, { recursive: true });
    await expect(appendTrial(run, at(0))).rejects.toThrow(OutputError);
  });
});

describe('an atomic write', () => {
  test('replaces the file and leaves nothing beside it', async () => {
    const path = join(folder, 'report.html');
    writeFileSync(path, 'old');
    await writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  test('leaves the old file as it was when it fails', async () => {
    const path = join(folder, 'report.html');
    mkdirSync(path);
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow(OutputError);
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  test('replaces what a link points to, not the link', async () => {
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
  });

  test('writes straight to what is no regular file', async () => {
    await writeFileAtomically('/dev/null', 'gone');
    expect(statSync('/dev/null').isFile()).toBe(false);
  });
});

describe('a run id', () => {
  test.each(['..', '.', '', '../x', 'a/b', 'a\\b', '-x', 'A', 'a b', 'a\0', 'x'.repeat(129)])(
    'is not %j',
    (id) => {
      expect(() => checkRunId(id)).toThrow(RangeError);
    },
  );

  test.each(['Nightly run #3', '../../etc/passwd', 'Übung', '', '💥'])(
    'is made from any name, even %j',
    (name) => {
      const id = createRunId(name, new Date('2026-05-04T09:30:00Z'));
      expect(checkRunId(id)).toBe(id);
      expect(id).toMatch(/^2026-05-04t09-30-00/);
    },
  );
});

test('a run that begins in the same second as another of its name has an id of its own', () => {
  const id = createRunId('tiny', new Date('2026-05-04T09:30:00Z'));
  const ids = [1, 2, 3].map(() => {
    const free = freeRunId(folder, id);
    mkdirSync(join(folder, free));
    return checkRunId(free);
  });
  expect(ids).toEqual([id, `${id}-2`, `${id}-3`]);
});
