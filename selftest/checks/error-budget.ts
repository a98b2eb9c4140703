import { startKnownServer } from '../../known-servers/start-known-server.ts';
import { measureBareMedianNs } from '../bare-client.ts';
import type { Bench, Check } from '../check.ts';
import { hearHost } from '../host-spoiled.ts';
import { MESSAGE_BYTES } from '../measure-known.ts';
import { formatNs, limitRow, noteRow } from '../rows.ts';

const BARE_MS = 700;
const AGAIN_MS = 600;
const OVER_BARE_MAX_NS = 30_000;

/** What our own clients add, and how far apart two measurements of the same thing lie. */
export const errorBudget: Check = {
  name: 'error-budget',
  claim: 'a round trip takes little longer than a bare C client says',
  async run(bench) {
    const { busy: first } = await bench.nullEcho();
    const bareNs = await measureBare(bench);
    const again = await bench.measure({
      behaviour: { kind: 'null-echo' },
      load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
      measureMs: AGAIN_MS,
    });
    const medians = [first, again].map(({ result }) => result.responseTimeNs?.p50 ?? 0);
    const oursNs = Math.min(...medians);
    const apartNs = Math.max(...medians) - oursNs;
    const overNs = bareNs === null ? null : oursNs - bareNs;
    const budgetNs = Math.max(apartNs, Math.abs(overNs ?? 0));
    return {
      rows: [
        ...(bareNs === null || overNs === null
          ? [noteRow('p50 beside bare C', '', 'no C compiler here')]
          : [
              limitRow(
                'p50 beside bare C',
                {
                  text: `up to ${formatNs(OVER_BARE_MAX_NS)} more`,
                  holds: overNs <= OVER_BARE_MAX_NS,
                },
                `${formatNs(oursNs)}, C ${formatNs(bareNs)}`,
              ),
            ]),
        noteRow('p50 again', formatNs(medians[0] ?? 0), formatNs(medians[1] ?? 0)),
        noteRow('error', '', formatNs(budgetNs)),
      ],
      ...hearHost(first.noise, again.noise),
      errorBudgetNs: budgetNs,
    };
  },
};

async function measureBare({ serverCpus, loadCpus }: Bench): Promise<number | null> {
  const server = await startKnownServer(
    { kind: 'null-echo' },
    serverCpus === null ? {} : { cpus: serverCpus },
  );
  try {
    const { address } = server;
    if (address.transport !== 'tcp') return null;
    return await measureBareMedianNs(address.port, MESSAGE_BYTES, BARE_MS, loadCpus);
  } finally {
    await server.stop();
  }
}
