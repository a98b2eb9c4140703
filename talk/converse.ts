import type { Address } from '../protocol/address.ts';
import { createByteCleaner } from './clean-bytes.ts';
import { openDatagram } from './datagram-peer.ts';
import { describeSilence, describeStart } from './describe-talk.ts';
import type { Farewell, Peer, PeerEvents } from './peer.ts';
import { ReplyWatch } from './reply-watch.ts';
import type { Screen } from './screen.ts';
import { connectStream } from './stream-peer.ts';

/** How a talk ended. */
export interface TalkOutcome {
  /** How the server left; null when it did not. */
  readonly farewell: Farewell | null;
  /** Why the user's side was broken off; null when it was not. */
  readonly abandoned: 'interrupted' | 'unread' | null;
  /** Lines that had no reply in time. */
  readonly unanswered: number;
}

/** What ends the talk: a line of this alone. */
const QUIT = 'q';

/**
 * A line in, the reply out, until the user quits, their input ends or the server leaves. A line
 * waits for its reply `timeoutMs` at most. Throws an `UnreachableError` when nobody is there.
 */
export async function converse(
  target: Address,
  screen: Screen,
  timeoutMs: number,
): Promise<TalkOutcome> {
  const replies = new ReplyWatch();
  const clean = createByteCleaner();
  let farewell: Farewell | null = null;
  let abandoned: TalkOutcome['abandoned'] = null;
  const peer = await reach(target, {
    received(bytes) {
      const text = clean(bytes);
      if (!screen.show(text)) {
        peer.pause();
        screen.onceDrained(peer.resume);
      }
      replies.received(text);
    },
    left(how) {
      farewell = how;
      endLines();
    },
  });
  void screen.abandoned.then((how) => {
    abandoned = how;
    endLines();
  });
  screen.say(describeStart(target, peer, screen.isInteractive));
  try {
    const unanswered = await exchangeLines(target, peer, screen, replies, timeoutMs);
    return { farewell, abandoned, unanswered };
  } finally {
    peer.close();
    screen.close();
  }

  /** Whoever waits for a reply or for the user's next line goes on, and finds the end. */
  function endLines(): void {
    replies.end();
    screen.close();
  }
}

function reach(target: Address, events: PeerEvents): Promise<Peer> {
  return target.transport === 'udp' ? openDatagram(target, events) : connectStream(target, events);
}

/** Resolves with the number of lines that had no reply in time. */
async function exchangeLines(
  target: Address,
  peer: Peer,
  screen: Screen,
  replies: ReplyWatch,
  timeoutMs: number,
): Promise<number> {
  let unanswered = 0;
  while (!replies.hasEnded) {
    screen.prompt();
    const { done, value: line } = await screen.lines.next();
    if (replies.hasEnded || line === QUIT) return unanswered;
    if (done === true) {
      await hearOut(target, peer, replies, timeoutMs);
      return unanswered;
    }
    const reply = replies.next(timeoutMs);
    void peer.send(Buffer.from(`${line}\n`));
    if ((await reply) === 'silent') {
      unanswered += 1;
      screen.say(describeSilence(target, timeoutMs));
    }
  }
  return unanswered;
}

/** The user has said all; the server may have more to say, until it hangs up or falls silent. */
async function hearOut(
  { transport }: Address,
  peer: Peer,
  replies: ReplyWatch,
  timeoutMs: number,
): Promise<void> {
  if (transport === 'udp') return; // it has no end, and every line had its time
  peer.finish();
  while ((await replies.next(timeoutMs)) === 'replied');
}
