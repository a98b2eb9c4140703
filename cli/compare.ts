import { Command } from 'commander';
import { renderComparison } from '../reports/comparison/terminal.ts';
import { listDifferences } from '../reports/comparison/words.ts';
import { readRun } from '../results/read-run.ts';
import { type Comparison, compareRuns } from '../stats/compare-runs.ts';
import { refuseTwoOnStandardOutput } from './check-options.ts';
import { complain } from './complain.ts';
import { EXIT } from './exit-code.ts';
import { tableOutput } from './table-output.ts';
import { writeOutputs } from './write-output.ts';

interface CompareOptions {
  readonly anyway?: boolean;
  readonly all?: boolean;
  readonly json?: string;
  readonly html?: string;
}

export function describeCompare(): Command {
  return new Command('compare')
    .description('compares two runs, cell by cell: ratio, interval and a plain word')
    .argument('<base>', 'folder of the earlier run')
    .argument('<head>', 'folder of the later run')
    .option('--anyway', 'also where machine, kernel, Node.js or what a cell asks for differs')
    .option('--all', 'also list what stayed the same')
    .option('--json <file>', 'the comparison as JSON, - for standard output')
    .option('--html <file>', 'also as a page, with a plot for each metric')
    .addHelpText(
      'after',
      '\nExits with 0 when the runs were compared, whatever came out; with 3 when they cannot be.',
    )
    .action(compare);
}

/** Two runs in, a comparison out; whether a change is a regression is for `gate` to say. */
async function compare(base: string, head: string, options: CompareOptions): Promise<void> {
  refuseTwoOnStandardOutput({ json: options.json, html: options.html });
  const [baseRun, headRun] = [await readRun(base), await readRun(head)];
  const comparison = compareRuns(baseRun, headRun);
  if (comparison.differences.length > 0 && options.anyway !== true) {
    await complain(explainRefusal(base, head, comparison));
    process.exitCode = EXIT.unsound;
    return;
  }
  const { json, html, all = false } = options;
  const renderJson = () => `${JSON.stringify({ schema: 1, base, head, ...comparison }, null, 2)}\n`;
  const renderPage = async () => {
    const { renderComparisonPage } = await import('../reports/comparison/page.ts');
    const headers = { base: baseRun.header, head: headRun.header };
    return renderComparisonPage({ base, head, comparison, headers });
  };
  await writeOutputs([
    ...tableOutput([json, html].includes('-'), (shown) =>
      renderComparison({ base, head, comparison, all }, shown),
    ),
    ...(json === undefined ? [] : [{ destination: json, render: renderJson }]),
    ...(html === undefined ? [] : [{ destination: html, render: renderPage }]),
  ]);
  if (comparison.compared.length === 0) process.exitCode = EXIT.unsound;
}

function explainRefusal(base: string, head: string, { differences }: Comparison): string {
  return [
    `${base} and ${head} differ in more than their servers, so their ratios could mean anything:`,
    ...listDifferences(differences).map((line) => `  ${line}`),
    'Measure both under the same conditions, or compare them all the same with --anyway.',
  ].join('\n');
}
