import { Command } from 'commander';
import { renderComparisonJson } from '../reports/comparison/json.ts';
import type { ComparedPage } from '../reports/comparison/page.ts';
import { renderComparison } from '../reports/comparison/terminal.ts';
import { explainRefusal } from '../reports/comparison/words.ts';
import { compareRuns } from '../stats/compare-runs.ts';
import { EXIT } from './exit-code.ts';
import { refuseTwoOnStandardOutput } from './options/check-options.ts';
import { complain } from './output/complain.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { tableOutput } from './output/table-output.ts';
import { type Output, writeOutputs } from './output/write-output.ts';
import { readExperiment } from './read-experiment.ts';

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
      '\nExits with 0 when the runs were compared, whatever came out; with 3 when they cannot be:\nwhat differs then, and why it matters, is on standard error and in the files.',
    )
    .action(compare);
}

/** Two runs in, a comparison out; whether a change is a regression is for `gate` to say. */
async function compare(base: string, head: string, options: CompareOptions): Promise<void> {
  refuseTwoOnStandardOutput({ json: options.json, html: options.html });
  refuseUnwritable([options.json, options.html]);
  const [baseRun, headRun] = [await readExperiment(base), await readExperiment(head)];
  const comparison = compareRuns(baseRun, headRun);
  const headers = { base: baseRun.header, head: headRun.header };
  const { json, html, anyway = false, all = false } = options;
  const compared = { base, head, comparison, headers };
  if (comparison.differences.length > 0 && !anyway) {
    process.exitCode = EXIT.unsound;
    const refusal = explainRefusal(base, head, comparison.differences);
    await complain(refusal);
    return await writeOutputs(listFiles(options, compared, refusal));
  }
  if (comparison.compared.length === 0) process.exitCode = EXIT.unsound;
  await writeOutputs([
    ...tableOutput([json, html].includes('-'), (shown) =>
      renderComparison({ base, head, comparison, all }, shown),
    ),
    ...listFiles(options, compared, null),
  ]);
}

/** What was asked for besides the table: the comparison, or why there is none. */
function listFiles(
  { json, html }: CompareOptions,
  compared: ComparedPage,
  refusal: string | null,
): Output[] {
  const renderJson = () => renderComparisonJson(compared, refusal);
  const renderPage = async () => {
    if (refusal !== null) {
      const { renderRefusalPage } = await import('../reports/comparison/refusal-page.ts');
      return renderRefusalPage(compared);
    }
    const { renderComparisonPage } = await import('../reports/comparison/page.ts');
    return renderComparisonPage(compared);
  };
  return [
    ...(json === undefined ? [] : [{ destination: json, render: renderJson }]),
    ...(html === undefined ? [] : [{ destination: html, render: renderPage }]),
  ];
}
