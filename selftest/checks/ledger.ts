import type { KnownBehaviour } from '../../known-servers/known-behaviour.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { Bench, Check, Findings, Row } from '../check.ts';
import { hearHost } from '../host-spoiled.ts';
import { type KnownTrial, MESSAGE_BYTES } from '../measure-known.ts';
import { exactRow, formatShare, limitRow } from '../rows.ts';

const CONNECTIONS = 4;
/** The message of connection 1 that is answered wrongly: in the warm-up or in the window. */
const FAULTY = 100;
const MEASURE_MS = 300;
const DRAIN_MS = 100;
const NEVER_ANSWERS_MS = 100;
const LITTLES_LAW_CLIENTS = 16;
const LITTLES_LAW_ALLOWED = 0.02;

/** Servers that answer wrongly or not at all, and what the books must say of them. */
export const faults: readonly Check[] = [
  {
    name: 'corrupt',
    claim: 'one flipped bit ends the trial as failed verification',
    run: (bench) =>
      measureFault(bench, 'corrupt', ({ status, counts }) => [
        exactRow('status', 'failed-verification', status),
        exactRow('corrupt', 1, counts.corrupt),
      ]),
  },
  {
    name: 'duplicate',
    claim: 'an answer that comes twice ends the trial as failed verification',
    run: (bench) =>
      measureFault(bench, 'duplicate', ({ status, counts }) => [
        exactRow('status', 'failed-verification', status),
        exactRow('duplicated', 1, counts.duplicated),
      ]),
  },
  {
    name: 'swallow',
    claim: 'a message that is never answered is on the books, and its client waits for ever',
    run: (bench) =>
      measureFault(bench, 'swallow', ({ status, counts }) => [
        exactRow('unfinished', 1, counts.unfinished),
        exactRow('ok', counts.scheduled - 1, counts.ok),
        limitRow('status', { text: 'complete or invalid', holds: isLetBe(status) }, status),
      ]),
  },
  {
    name: 'mute',
    claim: 'clients of a server that never answers are starved, each with its message on the books',
    run: (bench) =>
      measureFault(bench, 'mute', ({ status, counts, connections }) => [
        exactRow('status', 'incomplete', status),
        exactRow('starved', CONNECTIONS, connections.starved),
        exactRow('unfinished', CONNECTIONS, counts.unfinished),
        exactRow('ok', 0, counts.ok),
      ]),
  },
];

/** Clients = throughput x response time (Little 1961): figures that were taken apart agree. */
export const littlesLaw: Check = {
  name: 'littles-law',
  claim: 'throughput times response time is the number of clients',
  async run(bench) {
    const { result, noise } = await bench.measure({
      behaviour: { kind: 'null-echo' },
      load: { loop: 'closed', connections: LITTLES_LAW_CLIENTS, depth: 1, thinkTimeNs: 0 },
      measureMs: 1_000,
    });
    const { throughputPerSec, responseTimeNs, counts } = result;
    const clients = ((throughputPerSec ?? 0) * (responseTimeNs?.mean ?? 0)) / 1e9;
    const off = clients / LITTLES_LAW_CLIENTS - 1;
    const rows: Row[] = [
      {
        what: 'clients',
        expected: String(LITTLES_LAW_CLIENTS),
        measured: clients.toFixed(3),
        allowed: `±${formatShare(LITTLES_LAW_ALLOWED)}`,
        holds: Math.abs(off) <= LITTLES_LAW_ALLOWED,
      },
      exactRow('ok', counts.scheduled, counts.ok),
    ];
    return { rows, ...hearHost(noise) };
  },
};

/** A server that is only silent is not condemned; a loud host may make its trial invalid. */
function isLetBe(status: TrialResult['status']): boolean {
  return status === 'complete' || status === 'invalid';
}

async function measureFault(
  bench: Bench,
  kind: 'corrupt' | 'duplicate' | 'swallow' | 'mute',
  compare: (result: TrialResult) => Row[],
): Promise<Findings> {
  const behaviour: KnownBehaviour =
    kind === 'mute' ? { kind } : { kind, messageBytes: MESSAGE_BYTES, faulty: FAULTY };
  const { result, noise }: KnownTrial = await bench.measure({
    behaviour,
    load: { loop: 'closed', connections: CONNECTIONS, depth: 1, thinkTimeNs: 0 },
    // The faulty message is to be in the window.
    warmupMs: 0,
    measureMs: MEASURE_MS,
    drainMs: DRAIN_MS,
    firstReplyWaitMs: NEVER_ANSWERS_MS,
  });
  return { rows: compare(result), ...hearHost(noise) };
}
