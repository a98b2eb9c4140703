import type { RateSearch, Saturation } from '../../results/saturation.ts';
import type { Trial } from '../../results/trial.ts';
import { ServerStartError } from '../../servers/hosting/server-start-error.ts';
import type { CheckedLoadOrder } from '../load-order.ts';
import { prepareLoad } from '../prepare-load.ts';
import { describeUnstarted } from '../trial/unstarted-trial.ts';
import { measureCeiling } from './measure-ceiling.ts';
import {
  type SaturationQuest,
  type SearchedServer,
  type SearchWatcher,
  searchRates,
} from './search-rates.ts';

/** Ends of the bracket this near are near enough: repeated searches differ by as much. */
const NARROW_TO = 1.05;
/** From this share of the client's own ceiling on, the client may be what is measured. */
const CLIENT_NEAR_SHARE = 0.8;

/**
 * Finds the highest rate at which the target keeps the bound, and the highest that the client
 * itself can hold. The order's closed loop makes the first guess. What was measured before an
 * interrupt is kept.
 */
export async function findSaturation(
  checked: CheckedLoadOrder,
  quest: SaturationQuest,
  watcher: SearchWatcher,
  interrupt: AbortSignal,
): Promise<Saturation> {
  const { header, setting, trial, measure } = prepareLoad(checked);
  const closed = withClosedLoop(trial);
  let started = false;
  const target: SearchedServer = {
    name: checked.target,
    trial: closed,
    measure: async (probe) => {
      try {
        const result = await measure(probe, watcher.progress, interrupt);
        started = true;
        return result;
      } catch (error) {
        // A server that can't start at all is told at once; one that once did not is a lost probe.
        if (!started || !(error instanceof ServerStartError)) throw error;
        return describeUnstarted(probe, error.message, setting);
      }
    },
  };
  const server = await searchRates(target, { ...quest, narrowTo: NARROW_TO }, watcher, interrupt);
  // The null server speaks TCP: messages that share a packet there say nothing about datagrams.
  const isComparable = trial.transport !== 'udp' && isWorthComparing(server, interrupt);
  const ceiling = isComparable
    ? await measureCeiling({ checked, trial: closed, setting }, quest, watcher, interrupt)
    : null;
  return {
    schema: 1,
    target: checked.target,
    bound: quest.bound,
    startedAt: header.startedAt,
    seed: header.seed,
    environment: header.environment,
    placement: header.placement,
    server,
    ceiling,
    clientMayLimit: compareCeiling(server, ceiling),
  };
}

function withClosedLoop(trial: Trial): SearchedServer['trial'] {
  const { load } = trial;
  if (load.loop !== 'closed') throw new RangeError('a search begins with a closed loop');
  return { ...trial, load };
}

/** A server of which nothing is known needs no measure to compare it with. */
function isWorthComparing({ answer }: RateSearch, interrupt: AbortSignal): boolean {
  const isLost = answer.end === 'broken' || answer.end === 'unanswered';
  return !interrupt.aborted && answer.heldPerSec !== null && !isLost;
}

/** Whether the server's rate is near the client's own; null where either is not known. */
export function compareCeiling(
  { answer }: Pick<RateSearch, 'answer'>,
  ceiling: Pick<RateSearch, 'answer'> | null,
): boolean | null {
  if (answer.clientLimitPerSec !== null) return true;
  const ceilingPerSec = ceiling?.answer.heldPerSec ?? null;
  if (answer.heldPerSec === null || ceilingPerSec === null) return null;
  if (answer.heldPerSec < ceilingPerSec * CLIENT_NEAR_SHARE) return false;
  // A ceiling that the host hid is only known to be that high or higher.
  const { missedPerSec = null, clientLimitPerSec = null } = ceiling?.answer ?? {};
  return missedPerSec !== null || clientLimitPerSec !== null ? true : null;
}
