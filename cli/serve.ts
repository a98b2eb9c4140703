import { Command, Option } from 'commander';
import { calibrateWork } from '../harness/calibrate-work.ts';
import { DEFAULT_BACKLOG } from '../harness/config/default-backlog.ts';
import { formatAddress, UNIX_PATH_MAX_BYTES } from '../protocol/address.ts';
import { STRATEGY_NAMES } from '../servers/registry.ts';
import { SERVICE_NAMES } from '../servers/services/registry.ts';
import { startServer } from '../servers/start-server.ts';
import type { Distribution, RunningServer, ServerOptions } from '../servers/strategy.ts';
import { EXIT } from './exit-code.ts';
import { listenForInterrupt } from './interrupt.ts';
import { refuseWritten } from './options/check-options.ts';
import { choiceOption } from './options/choice-option.ts';
import { readCount, readPositiveDurationNs, readWhole } from './options/parse-option.ts';
import { complain } from './output/complain.ts';
import { writeStandardOutput } from './output/standard-output.ts';
import { UsageError } from './usage-error.ts';

interface ServeOptions {
  readonly service: string;
  readonly transport: 'tcp' | 'unix' | 'udp';
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly backlog: number;
  readonly workers: number;
  readonly distribution: Distribution;
  readonly work: number;
  readonly workRounds?: number;
  readonly messageBytes: number;
}

export function describeServe(): Command {
  return new Command('serve')
    .description('runs one server until SIGINT or SIGTERM; try it with nc or telnet')
    .argument('<strategy>', `one of ${STRATEGY_NAMES.join(', ')}`)
    .addOption(choiceOption('--service <name>', 'what it does', [...SERVICE_NAMES]).default('echo'))
    .addOption(
      choiceOption('--transport <kind>', 'kind of socket', ['tcp', 'unix', 'udp']).default('tcp'),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 picks a free one', readWhole(0, 65_535), 0)
    .option(
      '--path <file>',
      `socket file for --transport unix, at most ${UNIX_PATH_MAX_BYTES} bytes`,
    )
    .option(
      '--backlog <count>',
      'connections that may wait for accept',
      readCount(1, 65_535),
      DEFAULT_BACKLOG,
    )
    .option(
      '--workers <count>',
      'threads or processes, where the strategy has a fixed number',
      readCount(1, 1024),
      2,
    )
    .addOption(
      choiceOption('--distribution <kind>', 'how cluster spreads connections', [
        'round-robin',
        'shared-handle',
        'reuse-port',
      ]).default('round-robin'),
    )
    .addOption(
      new Option('--work <duration>', 'computation per message of the work service')
        .argParser(readPositiveDurationNs)
        .default(1_000_000, '1ms'),
    )
    .option(
      '--work-rounds <count>',
      'the same as rounds of the computation, instead of finding out how many there are to it',
      readWhole(1, Number.MAX_SAFE_INTEGER),
    )
    .option(
      '--message-bytes <count>',
      'length of a message for the work service',
      readCount(1, 1 << 24),
      64,
    )
    .action(serve);
}

async function serve(strategy: string, options: ServeOptions, command: Command): Promise<void> {
  refuseIgnored(options, command);
  const stopping = Promise.withResolvers<void>();
  const interrupt = listenForInterrupt(() => stopping.resolve());
  const server = await startServer(strategy, toServerOptions(options), { logs: 'inherit' });
  await announce(server);
  const ended = await Promise.race([stopping.promise, server.exited]);
  const exit = await server.stop();
  if (ended !== undefined && interrupt.exitCode === null && exit.code !== 0) {
    await complain(`${strategy} ended by itself (${exit.signal ?? exit.code})`);
    process.exitCode = EXIT.unsound;
  }
}

/** A server whose address nobody can read is of no use. */
async function announce(server: RunningServer): Promise<void> {
  try {
    await writeStandardOutput(`listening ${formatAddress(server.address)}\n`);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Options that this server has no use for. */
function refuseIgnored({ transport, service, workRounds }: ServeOptions, command: Command): void {
  if (transport === 'unix') {
    refuseWritten(
      command,
      ['host', 'port'],
      (flag) => `${flag} is for TCP and UDP: a unix socket is named by --path`,
    );
  } else {
    refuseWritten(command, ['path'], (flag) => `${flag} needs --transport unix`);
  }
  if (transport === 'udp') {
    refuseWritten(
      command,
      ['backlog', 'distribution', 'messageBytes'],
      (flag) =>
        `${flag} is for connections: datagrams come to no queue of connections, the kernel deals them, and each is a message`,
    );
  }
  if (service !== 'work') {
    refuseWritten(
      command,
      ['work', 'workRounds', 'messageBytes'],
      (flag) => `${flag} is for the work service: add --service work`,
    );
  } else if (workRounds !== undefined) {
    refuseWritten(
      command,
      ['work'],
      (flag) => `${flag} and --work-rounds say the same in two ways: take one of them`,
    );
  }
}

function toServerOptions(options: ServeOptions): ServerOptions {
  const { service, transport, host, port, path, backlog, workers, distribution } = options;
  if (transport === 'unix' && path === undefined) {
    throw new UsageError('--transport unix needs --path FILE, the socket file to make');
  }
  return {
    service,
    listen:
      transport === 'unix' && path !== undefined
        ? { transport: 'unix', path }
        : { transport: transport === 'udp' ? 'udp' : 'tcp', host, port },
    backlog,
    workers,
    distribution,
    work: {
      rounds: service === 'work' ? (options.workRounds ?? calibrateWork(options.work, null)) : 1,
      messageBytes: options.messageBytes,
    },
  };
}
