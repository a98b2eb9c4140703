import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { formsOfGate } from '../../cli/gate-forms.ts';
import { checkGateOutputs, type GateOutputOptions, publishGate } from '../../cli/gate-outputs.ts';
import { disarmCommands } from '../../cli/output/disarm-commands.ts';
import { judgeGate } from '../../gate/judge-gate.ts';
import { renderGateJunit } from '../../reports/gate/junit.ts';
import { renderGateMarkdown } from '../../reports/gate/markdown.ts';
import { renderGatePage } from '../../reports/gate/page.ts';
import { ORDER, playGate, steadyMachine } from '../gate/play-gate.ts';
import { temporaryFolder } from './run-cli.ts';

const run = playGate(steadyMachine(1));
const { header } = run;
const result = judgeGate(run, ORDER);
const folder = temporaryFolder();

afterEach(() => {
  vi.restoreAllMocks();
});

/** What goes to standard output and to standard error meanwhile. */
async function publish(
  options: GateOutputOptions,
  runFolder: string | null,
  environment: Parameters<typeof publishGate>[3] = {},
) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text: unknown, ...rest: unknown[]) => {
      texts[name] += String(text);
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    });
  }
  const forms = formsOfGate({ result, header }, options.strict === true);
  const kept = runFolder === null ? null : { path: runFolder, json: 'gate.json' as const };
  await publishGate(forms, options, kept, environment);
  return texts;
}

test('the Markdown is added behind what the job summary has already', async () => {
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, 'earlier\n');
  await publish({}, null, { GITHUB_STEP_SUMMARY: summary });
  expect(readFileSync(summary, 'utf8')).toBe(`earlier\n${renderGateMarkdown(result)}`);
});

test('annotations are printed on GitHub and nowhere else', async () => {
  const elsewhere = await publish({}, null, { GITHUB_ACTIONS: 'false' });
  expect(elsewhere.stdout).toMatch(/^PASS/);
  expect(elsewhere.stdout).not.toContain('::');
  const there = await publish({}, null, { GITHUB_ACTIONS: 'true' });
  expect(there.stdout).toMatch(/^::notice title=echosounder gate::PASS/m);
});

test('a result for machines on standard output stays whole on GitHub', async () => {
  const { stdout, stderr } = await publish({ json: '-' }, null, { GITHUB_ACTIONS: 'true' });
  expect(JSON.parse(stdout)).toEqual(result);
  expect(stderr).toMatch(/^::notice /m);
});

test('each output goes where it was asked for, a folder for benchmarks is made', async () => {
  const at = (name: string) => join(folder, name);
  await publish(
    {
      html: at('gate.html'),
      markdown: at('gate.md'),
      junit: at('gate.xml'),
      benchmark: at('new/inner'),
      strict: true,
    },
    folder,
  );
  const page = renderGatePage(result, header);
  expect(readFileSync(at('gate.html'), 'utf8')).toBe(page);
  expect(readFileSync(at('report.html'), 'utf8')).toBe(page);
  expect(readFileSync(at('gate.md'), 'utf8')).toBe(renderGateMarkdown(result));
  expect(readFileSync(at('gate.xml'), 'utf8')).toBe(renderGateJunit(result, true));
  expect(JSON.parse(readFileSync(at('gate.json'), 'utf8'))).toEqual(result);
  expect(readdirSync(at('new/inner')).toSorted()).toEqual([
    'customBiggerIsBetter.json',
    'customSmallerIsBetter.json',
  ]);
});

test('a summary that cannot be written keeps no file back, and is told', async () => {
  const blocked = join(folder, 'blocked');
  mkdirSync(blocked);
  const later = join(folder, 'later');
  const published = publish({ benchmark: later }, null, { GITHUB_STEP_SUMMARY: blocked });
  await expect(published).rejects.toThrow(/cannot write .*blocked \(EISDIR\)/);
  expect(readdirSync(later)).toHaveLength(2);
});

test('two results on standard output are refused', async () => {
  const check = (options: GateOutputOptions) => checkGateOutputs(options, undefined, {});
  await expect(check({ json: '-', junit: '-' })).rejects.toThrow(/--json - and --junit -/);
  await expect(check({ html: '-', markdown: '-' })).rejects.toThrow(/--html - and --markdown -/);
  await check({ json: '-', junit: join(folder, 'x'), markdown: join(folder, 'y') });
});

test.each([
  ['a file', { junit: join(folder, 'absent', 'x.xml') }, {}],
  ['the job summary', {}, { GITHUB_STEP_SUMMARY: folder }],
  ['the folder for benchmarks', { benchmark: '/proc/nothing/here' }, {}],
])('%s that cannot be written is told before anything is measured', async (_, options, where) => {
  await expect(checkGateOutputs(options, undefined, where)).rejects.toThrow(/cannot write /);
});

test('a file in the folder of the run is no problem, though the folder is yet to be made', async () => {
  const made = join(folder, 'runs', 'now');
  for (const place of [made, join(folder, 'runs')]) {
    await checkGateOutputs({ json: join(place, 'x.json') }, made, {});
  }
  const beside = checkGateOutputs({ json: join(folder, 'run', 'x.json') }, made, {});
  await expect(beside).rejects.toThrow(/cannot write /);
});

test('it ends with where the verdict can be read again', async () => {
  const { stdout } = await publish({}, folder);
  expect(stdout).toContain(`Report: ${join(folder, 'report.html')}\n`);
  expect(stdout).toContain(`gate --replay ${folder}`);
});

test.each([
  ['\n::error::x', '\n: :error::x'],
  ['a\n   ::stop-commands::x', 'a\n   : :stop-commands::x'],
  ['tcp://[::1]:7', 'tcp://[::1]:7'],
])('a line that begins as a command to the runner is none: %j', (text, shown) => {
  expect(disarmCommands(text, true)).toBe(shown);
  expect(disarmCommands(text, false)).toBe(text);
});
