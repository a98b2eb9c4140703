import { type Command, Option } from 'commander';
import { defaultService } from '../../harness/config/service-fit.ts';
import { defaultDepth, defaultPayloadBytes } from '../../harness/config/workload-defaults.ts';
import type { LoadOrder } from '../../harness/load-order.ts';
import { ENGINE_CHOICES, type EngineChoice } from '../../harness/plan/choose-engine.ts';
import { membersOf } from '../../loadgen/chat/seats.ts';
import type { ResponseBound } from '../../results/response-bound.ts';
import type { Workload } from '../../results/trial.ts';
import { SERVICE_NAMES } from '../../servers/services/registry.ts';
import { readBound } from '../load-search.ts';
import { addChatOptions, type ChatOptions, readChatWorkload } from './chat-options.ts';
import { choiceOption } from './choice-option.ts';
import {
  readCount,
  readDurationNs,
  readPositiveDurationNs,
  readRamp,
  readRate,
  readWhole,
} from './parse-option.ts';

/** What `load` is told of its load, and the order that comes of it. */
export interface LoadOrderOptions extends ChatOptions {
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
}

/** In the order in which the help tells them. */
export function addLoadOptions(command: Command): Command {
  return addCarryingOptions(addChatOptions(addPlanOptions(command)));
}

/** What the load is: how many clients, how long, how fast, what they do. */
function addPlanOptions(command: Command): Command {
  return command
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
      choiceOption('--arrivals <kind>', 'spacing of an open loop', ['poisson', 'constant']).default(
        'poisson',
      ),
    )
    .option(
      '--ramp <count>',
      'connections opened per second (default: 8k, less for a server that is behind)',
      readRamp,
    )
    .addOption(
      choiceOption('--workload <kind>', 'what a client does', [
        'conversation',
        'stream',
        'churn',
        'greet',
        'chat',
      ]).default('conversation'),
    );
}

/** What takes it, what carries it, and what may be loaded. */
function addCarryingOptions(command: Command): Command {
  const collect = (block: string, blocks: readonly string[]): string[] => [...blocks, block];
  return command
    .addOption(choiceOption('--service <name>', 'what a built-in server does', [...SERVICE_NAMES]))
    .addOption(
      choiceOption('--transport <kind>', 'kind of socket of a built-in server', [
        'tcp',
        'udp',
      ]).default('tcp'),
    )
    .addOption(
      choiceOption('--engine <name>', 'what carries the load; auto takes posix on Linux', [
        ...ENGINE_CHOICES,
      ]).default('auto'),
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
    );
}

export function toLoadOrder(options: LoadOrderOptions): LoadOrder {
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

function toWorkload(options: LoadOrderOptions): Workload {
  const { workload: kind } = options;
  const payloadBytes = options.size ?? defaultPayloadBytes(kind);
  if (kind === 'chat') return readChatWorkload(options, payloadBytes);
  return kind === 'greet' ? { kind } : { kind, payloadBytes };
}
