import type { Checkup } from '../../results/checkup.ts';
import { CPU_JUDGES } from './judge-cpus.ts';
import { HOST_JUDGES } from './judge-host.ts';
import { NETWORK_JUDGES } from './judge-network.ts';
import { TOOL_JUDGES } from './judge-tools.ts';
import type { MachineFacts } from './machine-facts.ts';

const JUDGES = [...CPU_JUDGES, ...HOST_JUDGES, ...NETWORK_JUDGES, ...TOOL_JUDGES];

/** What of a machine will spoil a measurement. Pure. */
export function judgeMachine(facts: MachineFacts, checkedAt: Date): Checkup {
  return {
    schema: 1,
    checkedAt: checkedAt.toISOString(),
    findings: JUDGES.map((judge) => judge(facts)),
  };
}
