import { describe, expect, test } from 'vitest';
import { judgeGate } from '../../../gate/judge-gate.ts';
import { ANNOTATIONS_MAX } from '../../../reports/formats/annotations.ts';
import { renderGateAnnotations } from '../../../reports/gate/annotations.ts';
import { renderGateBenchmark } from '../../../reports/gate/benchmark-files.ts';
import { renderGateJunit } from '../../../reports/gate/junit.ts';
import { renderGateMarkdown } from '../../../reports/gate/markdown.ts';
import type { GateResult } from '../../../results/gate-result.ts';
import { type Machine, ORDER, playGate, steadyMachine } from '../../gate/play-gate.ts';
import { readXml } from '../read-xml.ts';

const HOSTILE = `::error::,x"'><script>&]]>--><!--\u001b[31m\r\n::stop-commands::%0A|\`](@all`;

/** event-loop is slower; of cluster nothing can be told, and one pair was spoiled. */
const worse = judge(mixedMachine());
const passed = judge(steadyMachine(1));
const hostile = rename(worse, HOSTILE);

describe('a gate for pull requests and machines', () => {
  test('reads as Markdown, the verdict first', async () => {
    const text = renderGateMarkdown(worse);
    expect(text).toMatch(/^## ❌ REGRESSION: event-loop, CPU per message worse by \+/);
    await expect(text).toMatchFileSnapshot('../../testdata/golden/gate.md');
  });

  test('reads as annotations', async () => {
    const text = renderGateAnnotations(worse, false);
    await expect(text).toMatchFileSnapshot('../../testdata/golden/gate-annotations.txt');
  });

  test('reads as JUnit', async () => {
    const text = renderGateJunit(worse, false);
    await expect(text).toMatchFileSnapshot('../../testdata/golden/gate.junit.xml');
  });

  test('reads as what github-action-benchmark draws', async () => {
    const text = renderGateBenchmark(worse, 'customSmallerIsBetter.json');
    await expect(text).toMatchFileSnapshot('../../testdata/golden/customSmallerIsBetter.json');
  });
});

describe('Markdown', () => {
  test('has a row for every test, with a regression above what passed', () => {
    const rows = renderGateMarkdown(worse)
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2 + worse.tests.length);
    expect(rows[2]).toContain('**regression**');
    expect(rows.at(-1)).not.toContain('**');
  });

  test('tells why pairs were refused, how loud it was and how to repeat it', () => {
    const text = renderGateMarkdown(worse);
    expect(text).toContain('cluster, pair 4, attempt 1: base host-noise');
    expect(text).toContain('Noise floor');
    expect(text).toMatch(/Measure it again: `.+ --seed \d+`/);
    expect(text).toContain('gate --replay FOLDER');
    expect(renderGateMarkdown(passed)).toContain('No pair was refused.');
    const cells = passed.cells.map((cell) => ({ ...cell, pairsLateInTail: 2 }));
    expect(renderGateMarkdown({ ...passed, cells })).toContain('they count, but for p99');
  });

  test('is not steered by a hostile name', () => {
    const text = renderGateMarkdown(hostile).replaceAll(/`.*`/g, '');
    expect(text.match(/<script|<!--|@all|\p{Cc}(?<!\n)/u)).toBeNull();
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const bars = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(bars)).toEqual(new Set([10]));
  });

  test('stays under the MiB that a job summary may have, with a thousand cells', () => {
    const text = renderGateMarkdown(multiply(worse, 500));
    expect(Buffer.byteLength(text)).toBeLessThan(1 << 20);
    expect(text).toMatch(/\d+ more rows are in gate\.json/);
  });
});

describe('annotations', () => {
  test('are errors for regressions, warnings for what can not be told, errors with --strict', () => {
    expect(levelsOf(renderGateAnnotations(worse, false))).toEqual(new Set(['error', 'warning']));
    expect(levelsOf(renderGateAnnotations(worse, true))).toEqual(new Set(['error']));
  });

  test('are a single notice for a pass', () => {
    expect(renderGateAnnotations(passed, true)).toMatch(
      /^::notice title=echosounder gate::PASS: [^\n]+\n$/,
    );
  });

  test('are at most ten, regressions first, and the last tells how many are left out', () => {
    const many = multiply(worse, 20);
    const lines = renderGateAnnotations(many, false).trimEnd().split('\n');
    const all = many.tests.filter(({ decision }) => decision !== null && decision !== 'pass');
    expect(lines).toHaveLength(ANNOTATIONS_MAX);
    expect(lines[0]).toMatch(/^::error title=regression%3A /);
    expect(lines.at(-1)).toContain(`${all.length - ANNOTATIONS_MAX + 1} more tests did not pass`);
  });

  test('are ten where there are ten to tell', () => {
    const [open] = worse.tests.filter(({ decision }) => decision === 'inconclusive');
    if (open === undefined) throw new Error('the machine was too quiet');
    const ten = { ...worse, tests: Array.from({ length: 10 }, () => open) };
    const lines = renderGateAnnotations(ten, false).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).not.toContain('more test');
  });

  test('tell once that a server failed, whatever the number of its metrics', () => {
    const died = judge(({ cell, place }) =>
      cell === 'cluster' && place.side === 'head'
        ? { status: 'incomplete', reasons: ['the server died'] }
        : 1,
    );
    const text = renderGateAnnotations(died, false);
    expect(text.match(/title=regression%3A cluster::head failed/g)).toHaveLength(1);
  });

  test('keep a hostile name in its title: no line, property or command of its own', () => {
    const text = renderGateAnnotations(hostile, false);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^::(error|warning) title=[^:,]*::[^\r]*$/);
    }
    expect(text).toContain('%25');
    expect(text).not.toMatch(/%(?!25|3A|2C|0A|0D)/);
  });

  test('escape a line end in a message', () => {
    const [first, ...others] = worse.tests;
    if (first === undefined) throw new Error('it has no tests');
    const text = renderGateAnnotations(
      {
        ...worse,
        tests: [{ ...first, decision: 'regression', reason: 'a\r\n::b, 5 %\u001b' }, ...others],
      },
      false,
    );
    expect(text).toMatch(/^::error title=regression%3A event-loop::a%0D%0A::b, 5 %25\ufffd\n/);
  });
});

describe('JUnit', () => {
  test('has a case for each metric that decides: failed, skipped or passed', () => {
    const { cases, suite } = readXml(renderGateJunit(worse, false));
    expect(cases).toHaveLength(worse.tests.filter(({ decision }) => decision !== null).length);
    for (const { decision, cell, metric } of worse.tests) {
      if (decision === null) continue;
      const child = { regression: 'failure', pass: 'system-out' }[String(decision)] ?? 'skipped';
      expect(cases.map(({ classname, children }) => [classname, ...children])).toContainEqual([
        cell,
        child,
      ]);
      expect(metric).not.toBe('p99');
    }
    expect(Number(suite.failures) + Number(suite.skipped)).toBeGreaterThan(1);
    expect(suite.failures).toBe(count(cases, 'failure'));
    expect(suite.skipped).toBe(count(cases, 'skipped'));
  });

  test('fails what can not be told, with --strict', () => {
    const { cases, suite } = readXml(renderGateJunit(worse, true));
    expect(count(cases, 'skipped')).toBe('0');
    expect(suite.skipped).toBe('0');
    expect(suite.failures).toBe(count(cases, 'failure'));
  });

  test('is well-formed whatever names and reasons hold', () => {
    const { cases } = readXml(renderGateJunit(hostile, false));
    expect(cases.some(({ classname }) => classname.includes('<script>'))).toBe(true);
  });
});

describe("github-action-benchmark's files", () => {
  test('take CPU time and response time as smaller is better, capacity as bigger', () => {
    const smaller = JSON.parse(renderGateBenchmark(worse, 'customSmallerIsBetter.json'));
    const bigger = JSON.parse(renderGateBenchmark(worse, 'customBiggerIsBetter.json'));
    const names = (entries: { name: string }[]) => entries.map(({ name }) => name);
    expect(names(smaller)).toEqual(
      ['event-loop', 'cluster'].flatMap((cell) => [
        `${cell}: CPU per message`,
        `${cell}: p50 response time`,
      ]),
    );
    expect(names(bigger)).toEqual(['event-loop: capacity', 'cluster: capacity']);
    const capacity = worse.tests.find(({ metric }) => metric === 'capacity')?.headMedian;
    expect(bigger[0]).toMatchObject({
      unit: 'messages/s',
      value: Number(capacity?.toPrecision(6)),
    });
  });

  test('leave out what was not measured', () => {
    const tests = worse.tests.map((each) => ({ ...each, headMedian: null }));
    const text = renderGateBenchmark({ ...worse, tests }, 'customBiggerIsBetter.json');
    expect(JSON.parse(text)).toEqual([]);
  });
});

function judge(machine: Machine): GateResult {
  return judgeGate(playGate(machine), ORDER);
}

function mixedMachine(): Machine {
  const quiet = steadyMachine(1.1, 0.02);
  const loud = steadyMachine(1, 0.8, 2);
  return (trial) => {
    const { cell, place } = trial;
    if (cell === 'event-loop') return quiet(trial);
    const isSpoiled = place.number === 4 && place.attempt === 1 && place.side === 'base';
    return isSpoiled ? { status: 'invalid', reasons: ['host-noise: other programs'] } : loud(trial);
  };
}

/** The same with another name on everything that a config or a server can name. */
function rename(result: GateResult, name: string): GateResult {
  const cell = (old: string): string => `${name}${old}`;
  return {
    ...result,
    run: name,
    command: name,
    order: { ...result.order, base: { ref: name, commit: name } },
    cells: result.cells.map((each) => ({ ...each, name: cell(each.name), notes: [name] })),
    tests: result.tests.map((each, index) => ({
      ...each,
      cell: cell(each.cell),
      reason: index % 2 === 0 ? name : null,
    })),
    refused: result.refused.map((each) => ({ ...each, cell: cell(each.cell), reasons: [name] })),
  };
}

function multiply(result: GateResult, times: number): GateResult {
  const copies = Array.from({ length: times }, (_, copy) => rename(result, `${copy}-`));
  return {
    ...result,
    cells: copies.flatMap(({ cells }) => cells),
    tests: copies.flatMap(({ tests }) => tests.map((each) => ({ ...each, reason: null }))),
    refused: copies.flatMap(({ refused }) => refused),
  };
}

function levelsOf(text: string): Set<string | undefined> {
  return new Set(
    text
      .trimEnd()
      .split('\n')
      .map((line) => /^::(\w+) /.exec(line)?.[1]),
  );
}

function count(cases: readonly { readonly children: string[] }[], child: string): string {
  return String(cases.filter(({ children }) => children.includes(child)).length);
}
