import { Command, Option } from 'commander';
import { defaultService } from '../harness/config/service-fit.ts';
import { defaultDepth, defaultPayloadBytes } from '../harness/config/workload-defaults.ts';
import { type LoadOrder, orderLoad } from '../harness/load-order.ts';
import { ENGINE_CHOICES, type EngineChoice } from '../harness/plan/choose-engine.ts';
import { prepareLoad } from '../harness/prepare-load.ts';
import { membersOf } from '../loadgen/chat/seats.ts';
import { renderTrialHgrm } from '../reports/formats/hgrm.ts';
import { renderHlog } from '../reports/formats/hlog.ts';
import { renderLoadSummary } from '../reports/load-summary.ts';
import { buildReport } from '../reports/report.ts';
import type { ResponseBound } from '../results/response-bound.ts';
import type { RunHeader } from '../results/run-header.ts';
import type { Workload } from '../results/trial.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { SERVICE_NAMES } from '../servers/services/registry.ts';
import {
  addChatOptions,
  type ChatOptions,
  readChatWorkload,
  refuseAroundChat,
} from './chat-options.ts';
import { isWritten, refuseTwoOnStandardOutput, refuseWritten } from './check-options.ts';
import { EXIT } from './exit-code.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { readBound, refuseBesideSearch, searchLoad } from './load-search.ts';
import {
  readCount,
  readDurationNs,
  readPositiveDurationNs,
  readRamp,
  readRate,
  readWhole,
} from './parse-option.ts';
import { describePlanned } from './progress/planned-trial.ts';
import { createProgressDisplay } from './progress/progress-display.ts';
import { refuseUnwritable } from './refuse-unwritable.ts';
import { renderPage } from './render-page.ts';
import { tableOutput } from './table-output.ts';
import { UsageError } from './usage-error.ts';
import { type Output, writeOutputs } from './write-output.ts';

interface LoadOptions extends ChatOptions {
  readonly connections: number;
  readonly duration: number;
  readonly warmup: number;
  readonly size?: number;
  readonly depth?: number;
  readonly threads: number;
  readonly engine: EngineChoice;
  readonly rate?: number;
  readonly ramp?: number;
  readonly search?: ResponseBound;
  readonly arrivals: 'poisson' | 'constant';
  readonly workload: Workload['kind'];
  readonly service?: string;
  readonly transport: 'tcp' | 'udp';
  readonly timeout: number;
  readonly seed: number;
  readonly allowTarget: readonly string[];
  readonly json?: string;
  readonly html?: string;
  readonly hgrm?: string;
  readonly hlog?: string;
  readonly quiet?: boolean;
}

export function describeLoad(): Command {
  const collect = (block: string, blocks: readonly string[]): string[] => [...blocks, block];
  const command = new Command('load')
    .description('loads one server and prints what it measured')
    .argument(
      '<target>',
      'tcp://host:port, tcp://[::1]:port, udp://host:port, unix:///path, or a built-in strategy',
    )
    .option('-c, --connections <count>', 'clients', readCount(1, 100_000), 64)
    .addOption(
      new Option(
        '-d, --duration <time>',
        'length of the measurement, or of a probe of --search (then 2s)',
      )
        .argParser(readPositiveDurationNs)
        .default(10e9, '10s'),
    )
    .addOption(
      new Option('--warmup <time>', 'load before the measurement')
        .argParser(readDurationNs)
        .default(1e9, '1s'),
    )
    .option(
      '-s, --size <bytes>',
      'length of a message (default: 64; stream: 65536)',
      readCount(1, 1 << 24),
    )
    .option(
      '-p, --depth <count>',
      'messages in flight per connection (default: 1; stream: 16)',
      readCount(1, 1024),
    )
    .option('-t, --threads <count>', 'load threads', readCount(1, 1024), 1)
    .option('-r, --rate <count>', 'open loop: messages offered per second', readRate)
    .option(
      '--search <bound>',
      "find the highest rate that keeps a bound, such as 'p99<5ms'",
      readBound,
    )
    .addOption(
      new Option('--arrivals <kind>', 'spacing of an open loop')
        .choices(['poisson', 'constant'])
        .default('poisson'),
    )
    .option(
      '--ramp <count>',
      'connections opened per second (default: 8k, less for a server that is behind)',
      readRamp,
    )
    .addOption(
      new Option('--workload <kind>', 'what a client does')
        .choices(['conversation', 'stream', 'churn', 'greet', 'chat'])
        .default('conversation'),
    );
  return addChatOptions(command)
    .addOption(
      new Option('--service <name>', 'what a built-in server does').choices([...SERVICE_NAMES]),
    )
    .addOption(
      new Option('--transport <kind>', 'kind of socket of a built-in server')
        .choices(['tcp', 'udp'])
        .default('tcp'),
    )
    .addOption(
      new Option('--engine <name>', 'what carries the load; auto takes posix on Linux')
        .choices([...ENGINE_CHOICES])
        .default('auto'),
    )
    .addOption(
      new Option('--timeout <time>', 'a later reply is no success; a datagram is lost')
        .argParser(readPositiveDurationNs)
        .default(1e9, '1s'),
    )
    .option('--seed <number>', 'seed of the arrivals', readWhole(0, 0xffff_ffff), 1)
    .addOption(
      new Option('--allow-target <cidr>', 'addresses that may be loaded')
        .argParser(collect)
        .default([], 'loopback only'),
    )
    .option(
      '--json <file>',
      'the trial, or the search with all of its trials, as JSON; - for standard output',
    )
    .option('--html <file>', 'a report')
    .option('--hgrm <file>', 'response times by percentile, HdrHistogram text')
    .option('--hlog <file>', 'response times, HdrHistogram log')
    .option('-q, --quiet', 'no progress on standard error')
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

function toLoadOrder(options: LoadOptions): LoadOrder {
  const { rate, arrivals, ramp } = options;
  const workload = toWorkload(options);
  const depth = options.depth ?? defaultDepth(workload.kind);
  const opening = ramp === undefined ? {} : { rampPerSec: ramp };
  const connections = workload.kind === 'chat' ? membersOf(workload) : options.connections;
  return {
    workload,
    load:
      rate === undefined
        ? { loop: 'closed', connections, depth, thinkTimeNs: 0, ...opening }
        : { loop: 'open', connections, offeredRatePerSec: rate, arrivals, ...opening },
    service: options.service ?? defaultService(workload.kind),
    transport: options.transport,
    threads: options.threads,
    engine: options.engine,
    seed: options.seed,
    warmupNs: options.warmup,
    measureNs: options.duration,
    timeoutNs: options.timeout,
    allowTarget: options.allowTarget,
  };
}

function toWorkload(options: LoadOptions): Workload {
  const { workload: kind } = options;
  const payloadBytes = options.size ?? defaultPayloadBytes(kind);
  if (kind === 'chat') return readChatWorkload(options, payloadBytes);
  return kind === 'greet' ? { kind } : { kind, payloadBytes };
}

async function publish(
  header: RunHeader,
  result: TrialResult,
  { json, html, hgrm, hlog }: LoadOptions,
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
    ...tableOutput(isTaken, (shown) => renderLoadSummary(result, shown, header)),
    ...asked.flatMap(([destination, render]) =>
      destination === undefined ? [] : [{ destination, render }],
    ),
  ]);
}

function judge(result: TrialResult, interrupt: Interrupt): number {
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  return result.status === 'complete' ? EXIT.ok : EXIT.unsound;
}
