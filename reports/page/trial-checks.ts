import type { Report } from '../report.ts';
import { left, renderTable, right, wrapped } from './table.ts';

/** What a trial is looked at for, by the code of its warning, and what it would mean. */
const CHECKS: readonly (readonly [code: string, means: string])[] = [
  ['client-bound', 'the load, not the server, was the limit'],
  ['client-waited', 'the load had to wait for a CPU'],
  ['client-near-limit', 'the load had little to spare'],
  ['client-limit', 'the load ran out of ports, files or buffers of its own'],
  ['client-gc', 'pauses of the load’s own garbage collector reach into the percentiles'],
  ['client-hears-late', 'the load took longer to hear than the server to tell'],
  ['rate-not-met', 'what was offered was not answered in time'],
  ['littles-law', 'throughput, time and messages in flight do not fit together'],
  ['not-steady', 'the measured window was not one steady state'],
  ['host-noise', 'other programs or machines took CPU time away'],
  ['clock-gap', 'the whole host stood still'],
  ['listen-overflow', 'the kernel’s listen queue made clients wait, not the server'],
  ['not-all-opened', 'some of the connections were never begun'],
  ['unanswered', 'messages without a good answer'],
  ['conversation-ended', 'the server ended conversations'],
  ['member-gone', 'the server ended members’ connections'],
  ['datagram-loss', 'datagrams were lost on the way'],
  ['port-unreachable', 'nobody listened for datagrams'],
];

/** How often each check found something: what was looked for, not only what was found. */
export function renderTrialChecks({ trials }: Report): string {
  const raised = trials.map(({ warnings }) => new Set(warnings.map(({ code }) => code)));
  const known = new Set(CHECKS.map(([code]) => code));
  const others = new Set(raised.flatMap((codes) => [...codes]).filter((code) => !known.has(code)));
  const rows = [...CHECKS, ...[...others].map((code) => [code, ''] as const)].map(
    ([code, means]) => {
      const count = raised.filter((codes) => codes.has(code)).length;
      return { cells: [code, means, { text: String(count), order: count }] };
    },
  );
  return [
    '<h3>What every trial was checked for</h3>',
    renderTable(
      'Each reply is also compared byte by byte with what was sent, and each ledger must add up. A run of an older version may have had fewer checks.',
      [left('check'), wrapped('what it would mean'), right('trials that raised it')],
      rows,
    ),
  ].join('\n');
}
