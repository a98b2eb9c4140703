import type { TrialResult } from '../../results/trial-result.ts';
import { countOf, formatTime } from '../text/format.ts';

/** Why there is no figure to show, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly advice: string;
}

const TALK = 'Look at what it answers';

/**
 * Null where something was measured. That clients waited is not: the times that they spent in vain
 * tell of the clock, not of the server.
 */
export function explainNothing(result: TrialResult): Explanation | null {
  const { counts, chat, status, connections, throughputPerSec } = result;
  const answered = counts.ok + counts.answeredInWindow + (chat?.deliveries.delivered ?? 0);
  if (answered > 0 && throughputPerSec !== null) return null;
  if (status === 'interrupted') {
    return {
      what: 'It was interrupted before any reply was measured.',
      advice: 'Let it run longer, or ask for less time with --warmup and --duration.',
    };
  }
  if (status === 'failed-verification') {
    return {
      what: 'A wrong reply ended it before anything was measured.',
      advice: `${TALK}: ${talkCommand(result)}.`,
    };
  }
  if (connections.served > 0) {
    return {
      what: `${countOf(connections.served, 'client')} had a reply at first, and none came in the measured window.`,
      advice: `Is the server still there, and does it answer more than once? ${TALK}: ${talkCommand(result)}.`,
    };
  }
  return connections.established > 0 ? explainSilence(result) : explainUnconnected(result);
}

function explainSilence(result: TrialResult): Explanation {
  const { connections, trial } = result;
  const { established, closedByServer, reset } = connections;
  const ended = closedByServer + reset;
  const asked = {
    chat: 'Does it speak the chat protocol (docs/chat.md)?',
    greet: 'Does it speak first, and then hang up?',
    churn: 'Does it send a message back before it hangs up?',
    conversation:
      'Does it send every message back, unchanged? One that speaks first is measured with --workload greet.',
    stream: 'Does it send every byte back, unchanged?',
  }[trial.workload.kind];
  const advice = `${asked} ${TALK}: ${talkCommand(result)}.`;
  if (ended > 0 && trial.workload.kind !== 'greet') {
    return {
      what: `The server ended ${ended} of ${countOf(established, 'connection')} without a single reply.`,
      advice,
    };
  }
  const sinceOpen = formatTime(trial.timing.firstReplyWaitNs);
  const subject = trial.transport === 'udp' ? 'client sent datagrams' : 'client was connected';
  const subjects = trial.transport === 'udp' ? 'clients sent datagrams' : 'clients were connected';
  return {
    what: `${countOf(established, subject, subjects)}, and none had a reply within ${sinceOpen}.`,
    advice,
  };
}

function explainUnconnected({ connections, trial }: TrialResult): Explanation {
  const { attempted, refused } = connections;
  if (attempted === 0) {
    return {
      what: 'No connection was tried: the server or the load did not start, or ended at once.',
      advice: 'The reason is above. `echosounder doctor` tells what this machine lacks.',
    };
  }
  const where = trial.target ?? 'the server';
  if (refused > 0) {
    return {
      what: `${refused} of ${countOf(attempted, 'connection')} were refused: nobody listens at ${where} any more.`,
      advice: 'Is the server still running? Start it again, and repeat.',
    };
  }
  return {
    what: `None of ${countOf(attempted, 'connection')} to ${where} was established.`,
    advice: 'Does it accept? Something in between may swallow connections, such as a firewall.',
  };
}

function talkCommand({ trial }: TrialResult): string {
  return `echosounder talk ${trial.target ?? 'TARGET'}`;
}
