import { Command, Option } from 'commander';
import { resolveTarget } from '../harness/resolve-target.ts';
import { type Address, parseAddress } from '../protocol/address.ts';
import { converse, type TalkOutcome } from '../talk/converse.ts';
import { describeFarewell, describeUnreachable } from '../talk/describe-talk.ts';
import { UnreachableError } from '../talk/peer.ts';
import { createPlainScreen } from '../talk/plain-screen.ts';
import type { Screen } from '../talk/screen.ts';
import { createTerminalScreen } from '../talk/terminal-screen.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { readPositiveDurationNs } from './parse-option.ts';
import { UsageError } from './usage-error.ts';

interface TalkOptions {
  readonly timeout: number;
  readonly allowTarget: readonly string[];
}

export function describeTalk(): Command {
  const collect = (block: string, blocks: readonly string[]): string[] => [...blocks, block];
  return new Command('talk')
    .description('talks with a server: a line in, the reply out, q quits; also through pipes')
    .argument('<target>', 'tcp://host:port, tcp://[::1]:port, unix:///path or udp://host:port')
    .addOption(
      new Option('--timeout <time>', 'how long a line waits for its reply')
        .argParser(readPositiveDurationNs)
        .default(1e9, '1s'),
    )
    .addOption(
      new Option('--allow-target <cidr>', 'addresses that may be talked to')
        .argParser(collect)
        .default([], 'loopback only'),
    )
    .action(talk);
}

async function talk(text: string, { timeout, allowTarget }: TalkOptions): Promise<void> {
  const target = await resolveTarget(readTarget(text), allowTarget);
  const screen = createScreen();
  try {
    const outcome = await converse(target, screen, timeout / 1e6);
    process.exitCode = conclude(target, outcome);
  } catch (error) {
    screen.close();
    if (!(error instanceof UnreachableError)) throw error;
    process.exitCode = complain(describeUnreachable(target, error.code));
  }
}

function readTarget(text: string): Address {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function createScreen(): Screen {
  const { stdin: input, stdout: output, stderr: errors } = process;
  const isTerminal = input.isTTY === true && output.isTTY === true;
  return (isTerminal ? createTerminalScreen : createPlainScreen)({ input, output, errors });
}

/** Says how it ended, and with which code to exit. */
function conclude(target: Address, { farewell, abandoned, unanswered }: TalkOutcome): ExitCode {
  if (abandoned === 'interrupted') return EXIT.sigint;
  if (farewell !== null) {
    if (farewell.kind !== 'closed') return complain(describeFarewell(target, farewell));
    process.stderr.write(`${describeFarewell(target, farewell)}\n`);
  }
  // A stream may have nothing to say; a datagram that nobody answered counts as lost.
  return target.transport === 'udp' && unanswered > 0 ? EXIT.unsound : EXIT.ok;
}

function complain(sentence: string): ExitCode {
  process.stderr.write(`echosounder: ${sentence}\n`);
  return EXIT.unsound;
}
