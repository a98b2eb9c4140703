import { HEADER_BYTES } from '../../protocol/message.ts';
import type { Workload } from '../../results/trial.ts';
import { whyNoDatagramService } from '../../servers/datagrams/datagram-obstacle.ts';
import type { CheckedScenario } from './bench-config.ts';

/** A reply is matched by what it bears: sequence and connection, and the line feed behind them. */
const DATAGRAM_MIN_BYTES = HEADER_BYTES + 1;
/** What a UDP datagram over IPv4 holds: 65,535 less 20 of IP header and 8 of its own (RFC 768). */
const DATAGRAM_MAX_BYTES = 65_507;

/** Why a workload can't be put to a datagram server, or null when it can. */
export function whyNoDatagrams(workload: Workload): string | null {
  if (workload.kind !== 'conversation') {
    return `datagrams know no connections: their workload is conversation, not ${workload.kind}`;
  }
  const { payloadBytes } = workload;
  if (payloadBytes < DATAGRAM_MIN_BYTES) {
    return `each datagram bears its sequence and connection: it has at least ${DATAGRAM_MIN_BYTES} bytes, not ${payloadBytes}`;
  }
  if (payloadBytes > DATAGRAM_MAX_BYTES) {
    return `a datagram holds at most ${DATAGRAM_MAX_BYTES} bytes, not ${payloadBytes}`;
  }
  return null;
}

/** What is wrong with the scenarios of datagrams, each with its place in the config. */
export function findDatagramProblems(scenarios: readonly CheckedScenario[]): string[] {
  return scenarios.flatMap((scenario, index) => {
    if (scenario.transport !== 'udp') return [];
    const { workload, service, strategies } = scenario;
    const at = `scenarios[${index}]`;
    const entries = strategies === 'all' ? [] : strategies;
    return [
      ...tell(`${at}.workload`, whyNoDatagrams(workload)),
      ...tell(`${at}.service`, whyNoDatagramService(service)),
      ...entries.flatMap((entry, i) =>
        tell(`${at}.strategies[${i}].distribution`, whyNoDistribution(entry)),
      ),
    ];
  });
}

type Entry = Exclude<CheckedScenario['strategies'], 'all'>[number];

function whyNoDistribution(entry: Entry): string | null {
  if (typeof entry === 'string' || 'command' in entry) return null;
  const { distribution } = entry;
  if (distribution === undefined || distribution === 'reuse-port') return null;
  return `${distribution} deals connections; datagrams are dealt by the kernel (reuse-port)`;
}

function tell(path: string, problem: string | null): string[] {
  return problem === null ? [] : [`${path}: ${problem}`];
}
