import { Command } from 'commander';
import { orderLoad } from '../harness/load-order.ts';
import { prepareLoad } from '../harness/prepare-load.ts';
import { renderTrialHgrm } from '../reports/formats/hgrm.ts';
import { renderHlog } from '../reports/formats/hlog.ts';
import { renderLoadSummary } from '../reports/load/load-summary.ts';
import { buildReport } from '../reports/report.ts';
import type { RunHeader } from '../results/run-header.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { EXIT } from './exit-code.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { refuseBesideSearch, searchLoad } from './load-search.ts';
import { refuseAroundChat } from './options/chat-options.ts';
import { isWritten, refuseTwoOnStandardOutput, refuseWritten } from './options/check-options.ts';
import { addLoadOptions, type LoadOrderOptions, toLoadOrder } from './options/load-options.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { renderPage } from './output/render-page.ts';
import { tableOutput } from './output/table-output.ts';
import { type Output, writeOutputs } from './output/write-output.ts';
import { describePlanned } from './progress/planned-trial.ts';
import { createProgressDisplay } from './progress/progress-display.ts';
import { UsageError } from './usage-error.ts';

interface LoadOptions extends LoadOrderOptions {
  readonly json?: string;
  readonly html?: string;
  readonly hgrm?: string;
  readonly hlog?: string;
  readonly quiet?: boolean;
}

export function describeLoad(): Command {
  const command = new Command('load')
    .description('loads one server and prints what it measured')
    .argument(
      '<target>',
      'tcp://host:port, tcp://[::1]:port, udp://host:port, unix:///path, or a built-in strategy',
    );
  return addLoadOptions(command)
    .option(
      '--json <file>',
      'the trial, or the search with all of its trials, as JSON; - for standard output',
    )
    .option('--html <file>', 'a report')
    .option('--hgrm <file>', 'response times by percentile, HdrHistogram text')
    .option('--hlog <file>', 'response times, HdrHistogram log')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .action(load);
}

async function load(target: string, options: LoadOptions, command: Command): Promise<void> {
  refuseIgnored(target, options, command);
  const { search: bound, arrivals, json, quiet: isQuiet = false } = options;
  if (bound !== undefined) {
    const quest = { bound, arrivals };
    const output = { command, json, isQuiet };
    process.exitCode = await searchLoad(target, toLoadOrder(options), quest, output);
    return;
  }
  const { header, trial, measure } = prepareLoad(await orderLoad(target, toLoadOrder(options)));
  const planned = [describePlanned(trial)];
  const display = createProgressDisplay(planned, process.stderr, { isQuiet });
  const interrupt = listenForInterrupt(() => display.say('interrupted: saving what was measured'));
  display.trialStarted(target, 1);
  const result = await measure(trial, display.update, interrupt.signal).finally(display.end);
  await publish(header, result, options);
  process.exitCode = judge(result, interrupt);
}

/** Options that this load has no use for. */
function refuseIgnored(target: string, options: LoadOptions, command: Command): void {
  const { rate, search, workload, json, html, hgrm, hlog } = options;
  if (search !== undefined) refuseBesideSearch(command, workload);
  refuseTwoOnStandardOutput({ json, html, hgrm, hlog });
  refuseUnwritable([json, html, hgrm, hlog]);
  if (target.includes('://')) {
    refuseWritten(
      command,
      ['service', 'transport'],
      (flag) => `${flag} is for built-in servers: ${target} is what it is`,
    );
  }
  refuseAroundChat(command, workload, rate);
  if (workload === 'greet') {
    refuseWritten(
      command,
      ['size', 'depth'],
      (flag) => `${flag} has no meaning for --workload greet: its clients listen and send nothing`,
    );
  }
  if (rate !== undefined) {
    refuseWritten(
      command,
      ['depth'],
      (flag) =>
        `${flag} is for a closed loop: with --rate messages leave on schedule, however many are in flight`,
    );
  } else if (search === undefined && isWritten(command, 'arrivals')) {
    throw new UsageError(
      '--arrivals is for an open loop: say how many arrive with --rate, or --search',
    );
  }
}

async function publish(
  header: RunHeader,
  result: TrialResult,
  { json, html, hgrm, hlog, quiet: isQuiet }: LoadOptions,
): Promise<void> {
  const report = buildReport({ header, trials: [result], problems: [] });
  const isTaken = [json, html, hgrm, hlog].includes('-');
  const asked: [string | undefined, Output['render']][] = [
    [json, () => `${JSON.stringify(result, null, 2)}\n`],
    [html, () => renderPage(report)],
    [hgrm, () => renderTrialHgrm(result)],
    [hlog, () => renderHlog(result)],
  ];
  await writeOutputs([
    ...tableOutput(isTaken, (shown) => renderLoadSummary(result, shown, header), { isQuiet }),
    ...asked.flatMap(([destination, render]) =>
      destination === undefined ? [] : [{ destination, render }],
    ),
  ]);
}

function judge(result: TrialResult, interrupt: Interrupt): number {
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  return result.status === 'complete' ? EXIT.ok : EXIT.unsound;
}
