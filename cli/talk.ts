import { Command, Option } from 'commander';
import { resolveTarget } from '../harness/target/resolve-target.ts';
import { type Address, parseAddress } from '../protocol/address.ts';
import { formatChatRequest, parseChatRequest } from '../protocol/chat/chat-request.ts';
import { chatInRoom } from '../talk/chat-in-room.ts';
import { CHAT_HELP } from '../talk/chat-line.ts';
import { converse, type TalkOutcome } from '../talk/converse.ts';
import {
  describeChatFarewell,
  describeFarewell,
  describeUnreachable,
} from '../talk/describe-talk.ts';
import { UnreachableError } from '../talk/peer.ts';
import { createPlainScreen } from '../talk/plain-screen.ts';
import type { ChatOutcome, Membership } from '../talk/room-connection.ts';
import type { Screen } from '../talk/screen.ts';
import { createTerminalScreen } from '../talk/terminal-screen.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { readPositiveDurationNs } from './options/parse-option.ts';
import { UsageError } from './usage-error.ts';

interface TalkOptions {
  readonly chat?: string;
  readonly name?: string;
  readonly timeout: number;
  readonly allowTarget: readonly string[];
}

const CHAT_TEXT = `
In a chat room ${CHAT_HELP}.
Through pipes what others say goes to standard output, who comes and leaves to standard error.
Exit codes: 0 you or the server hung up; 3 nobody listens, the server broke off, or did not let you in.
`;

export function describeTalk(): Command {
  const collect = (block: string, blocks: readonly string[]): string[] => [...blocks, block];
  return new Command('talk')
    .description('talks with a server: a line in, the reply out, q quits; also through pipes')
    .argument('<target>', 'tcp://host:port, tcp://[::1]:port, unix:///path or udp://host:port')
    .option('--chat <room>', 'join a room of a chat service: what others say is shown meanwhile')
    .option('--name <name>', 'who you are in that room')
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
    .addHelpText('after', CHAT_TEXT)
    .action(talk);
}

async function talk(text: string, options: TalkOptions): Promise<void> {
  const membership = readMembership(options);
  const named = readTarget(text);
  const targets = await resolveTarget(named, options.allowTarget);
  if (membership !== null && named.transport === 'udp') {
    throw new UsageError('--chat needs a connection: a chat room is at tcp://... or unix://...');
  }
  const timeoutMs = options.timeout / 1e6;
  const screen = createScreen();
  process.exitCode = await talkAtFirst(targets, screen, (target) =>
    membership === null || target.transport === 'udp'
      ? converse(target, screen, timeoutMs).then((outcome) => conclude(target, outcome))
      : chatInRoom(target, membership, screen, timeoutMs).then((outcome) =>
          concludeChat(target, outcome),
        ),
  );
}

/** Not probed before: a server that serves one client would have served the probe. */
async function talkAtFirst(
  targets: readonly Address[],
  screen: Screen,
  talkAt: (target: Address) => Promise<ExitCode>,
): Promise<ExitCode> {
  const unreached: string[] = [];
  for (const target of targets) {
    try {
      return await talkAt(target);
    } catch (error) {
      if (!(error instanceof UnreachableError)) {
        screen.close();
        throw error;
      }
      unreached.push(describeUnreachable(target, error.code));
    }
  }
  screen.close();
  return complain(unreached[0] ?? 'there is no address to talk to');
}

/** Null without `--chat`. */
function readMembership({ chat, name }: TalkOptions): Membership | null {
  if (chat === undefined && name === undefined) return null;
  if (chat === undefined) throw new UsageError('--name is for a chat room: add --chat ROOM');
  if (name === undefined) throw new UsageError('--chat needs to know who you are: add --name NAME');
  const membership: Membership = { verb: 'join', room: chat, name };
  if (typeof parseChatRequest(formatChatRequest(membership)) !== 'string') return membership;
  throw new UsageError('--chat and --name each take 1 to 32 letters, digits, - or _');
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

function concludeChat(
  target: Address,
  { farewell, abandoned, fault, wasInside }: ChatOutcome,
): ExitCode {
  if (abandoned === 'interrupted') return EXIT.sigint;
  if (fault !== null) return complain(fault);
  if (farewell === null) return EXIT.ok;
  const sentence = describeChatFarewell(target, farewell, wasInside);
  if (farewell.kind !== 'closed' || !wasInside) return complain(sentence);
  process.stderr.write(`${sentence}\n`);
  return EXIT.ok;
}

function complain(sentence: string): ExitCode {
  process.stderr.write(`echosounder: ${sentence}\n`);
  return EXIT.unsound;
}
