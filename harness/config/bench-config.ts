import { z } from 'zod';
import { membersOf } from '../../loadgen/chat/seats.ts';
import { WINDOW_MAX_NS } from '../../loadgen/recording/timeline-recorder.ts';
import type { Workload } from '../../results/trial.ts';
import { findChatProblems } from './chat-fit.ts';
import {
  bound,
  count,
  duration,
  LONGER_EXPECTED,
  name,
  positiveDuration,
  wholeCount,
  writtenDuration,
} from './config-fields.ts';
import { DEFAULT_BACKLOG } from './default-backlog.ts';
import { gateConfig } from './gate-config.ts';
import { defaultService } from './service-fit.ts';
import { strategyConfig } from './strategy-config.ts';
import { defaultDepth, defaultPayloadBytes, defaultTimeoutNs } from './workload-defaults.ts';

/**
 * The experiment as `bench.config.ts` writes it: plain data. Every default is here, so that what
 * `checkConfig` gives back says all that a run depends on.
 */

const messages = <Kind extends Exclude<Workload['kind'], 'greet' | 'chat'>>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    payloadBytes: wholeCount(1 << 24).prefault(defaultPayloadBytes(kind)),
  });

const memberCount = wholeCount(100_000).refine((members) => members >= 2, 'expected 2 or more');

const workloadConfig = z.discriminatedUnion('kind', [
  messages('conversation'),
  messages('stream'),
  messages('churn'),
  z.strictObject({ kind: z.literal('greet') }),
  z.strictObject({
    kind: z.literal('chat'),
    rooms: wholeCount(50_000).prefault(1),
    membersPerRoom: memberCount,
    /** Those who speak; what is offered is what all of them say in all rooms. */
    speakersPerRoom: wholeCount(100_000).prefault(1),
    payloadBytes: wholeCount(1 << 16).prefault(defaultPayloadBytes('chat')),
    /** Members in all that stop reading once they have joined. */
    slowReaders: z.int().min(0).max(100_000).default(0),
  }),
]);

const ramp = count(1_000_000).optional();

/** 64 by default. Those of a chat follow from its rooms, and are left out. */
const connections = wholeCount(100_000).optional();

const loadConfig = z.discriminatedUnion('loop', [
  z.strictObject({
    loop: z.literal('closed'),
    connections,
    /** 1 by default, 16 for a stream. */
    depth: wholeCount(1024).optional(),
    thinkTime: duration('0ms'),
    /** Connections opened per second; by default about 8000, and fewer for a server that is behind. */
    ramp,
  }),
  z.strictObject({
    loop: z.literal('open'),
    connections,
    offeredRatesPerSec: z.array(count(10_000_000)).min(1).max(100),
    arrivals: z.enum(['constant', 'poisson']).default('poisson'),
    /** The report then names each strategy's knee: the highest rate that kept this bound. */
    keep: bound.optional(),
    ramp,
  }),
]);

const scenarioFields = z.strictObject({
  name,
  question: z.string().min(1).max(500),
  strategies: z
    .union([z.literal('all'), z.array(strategyConfig).min(1)], {
      error: "expected 'all' or a list of strategies",
    })
    .default('all'),
  /** By default the one that the workload is made for. */
  service: z.string().optional(),
  transport: z.enum(['tcp', 'unix', 'udp']).default('tcp'),
  host: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
  workload: workloadConfig,
  load: loadConfig,
  /** How long the measurement waits for every client's first reply. */
  firstReplyWait: duration('15s'),
  warmup: duration('300ms'),
  measure: positiveDuration('1s', WINDOW_MAX_NS),
  drain: duration('500ms'),
  /** By default long enough to be no question for connections, and soon over for datagrams. */
  timeout: writtenDuration()
    .refine((ns) => ns > 0, LONGER_EXPECTED)
    .optional(),
});

const scenarioConfig = scenarioFields.transform((scenario, context) => {
  const { workload } = scenario;
  for (const { path, problem } of findContradictions(scenario)) {
    context.addIssue({ code: 'custom', path, message: problem });
  }
  const connections =
    workload.kind === 'chat' ? membersOf(workload) : (scenario.load.connections ?? 64);
  return {
    ...scenario,
    service: scenario.service ?? defaultService(workload.kind),
    timeout: scenario.timeout ?? defaultTimeoutNs(scenario.transport),
    load:
      scenario.load.loop === 'open'
        ? { ...scenario.load, connections }
        : {
            ...scenario.load,
            connections,
            depth: scenario.load.depth ?? defaultDepth(workload.kind),
          },
  };
});

/** What no part of a scenario can tell by itself. */
function findContradictions({
  workload,
  load,
}: z.output<typeof scenarioFields>): { path: string[]; problem: string }[] {
  if (workload.kind !== 'chat') return [];
  const problems = findChatProblems(workload).map(({ key, problem }) => ({
    path: ['workload', key as string],
    problem,
  }));
  const members = membersOf(workload);
  if (load.connections !== undefined && load.connections !== members) {
    const problem = `expected nothing, because the members of a chat follow from its rooms (${members} here)`;
    problems.push({ path: ['load', 'connections'], problem });
  }
  if (load.loop !== 'open') {
    const problem = "expected 'open', because what is said in a chat has no reply to wait for";
    problems.push({ path: ['load', 'loop'], problem });
  }
  return problems;
}

export const benchConfig = z.strictObject({
  name: z.string().min(1).max(120),
  repetitions: wholeCount(1000).prefault(5),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  server: z
    .strictObject({
      backlog: wholeCount(65_535).prefault(DEFAULT_BACKLOG),
      /** Threads or processes of the strategies with a fixed number; null: a CPU each, 2 at least. */
      workers: wholeCount(1024).nullable().default(null),
    })
    .prefault({}),
  /** What `work` computes before it answers. */
  work: z.strictObject({ duration: positiveDuration('500us') }).prefault({}),
  /** What carries the load; `auto` takes posix on Linux, node elsewhere. */
  engine: z.enum(['auto', 'posix', 'node']).default('auto'),
  loadThreads: wholeCount(1024).nullable().default(null),
  scenarios: z.array(scenarioConfig).min(1).max(100),
  /** What `echosounder gate` compares, where there is one. */
  gate: gateConfig.optional(),
});

/** What a person writes. */
export type BenchConfig = z.input<typeof benchConfig>;
/** What was understood: durations in ns, every default filled in. */
export type CheckedConfig = z.output<typeof benchConfig>;
export type CheckedScenario = CheckedConfig['scenarios'][number];

/** Gives an editor the names and types; changes nothing. */
export function defineBench(config: BenchConfig): BenchConfig {
  return config;
}
