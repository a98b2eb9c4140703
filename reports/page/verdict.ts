import type { Ranking } from '../../stats/rank.ts';
import type { Report, ScenarioReport } from '../report.ts';
import { countOf, formatServed, listSome } from '../text/format.ts';
import { describeCpus } from './machine.ts';
import { leavesClientsOut } from './standing.ts';
import { findModel } from './strategy-models.ts';
import { isAlone } from './tell-answer.ts';

/** The answer in a few sentences, each with what it is about. All of it is text, not HTML. */
export interface VerdictLine {
  readonly about: string;
  readonly text: string;
}

/** What somebody takes away who reads nothing else. */
export function describeVerdict(report: Report): readonly VerdictLine[] {
  const { scenarios, header } = report;
  return [
    ...describeFirst(scenarios),
    ...describeLeftOut(scenarios),
    ...describeUnsound(scenarios),
    // What models are worth is no question about a single server.
    ...(scenarios.length > 0 && scenarios.every(isAlone)
      ? []
      : [
          {
            about: 'Mind the machine',
            text: describeCpus(header.placement.serverCpus.length),
          },
        ]),
  ];
}

const NAMED_MOST = 4;

/** Who is first how often: of several questions there is no single winner. */
function describeFirst(scenarios: readonly ScenarioReport[]): readonly VerdictLine[] {
  const rankings = scenarios.flatMap((scenario) => scenario.rankings);
  const claimed = rankings.filter(({ places }) => places.some(({ rank }) => rank !== null));
  if (!rankings.some(isContest)) return [];
  if (claimed.length === 0) {
    const text =
      'None: no order is claimed where the best have fewer than five complete trials. Run more repetitions, or on a quieter machine.';
    return [{ about: 'First', text }];
  }
  const firsts = claimed.flatMap(({ places }) => places.filter(({ rank }) => rank === 1));
  const counts = [...Map.groupBy(firsts, ({ label }) => label)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const named = counts.map(([label, places]) => {
    const tied = places.filter((place) => place.tied).length;
    return `${label} in ${places.length}${tied === 0 ? '' : ` (${tied} tied)`}`;
  });
  const text = `Of ${countOf(claimed.length, 'question')}: ${listSome(named, NAMED_MOST)}.`;
  return [{ about: 'First', text }];
}

/** Nobody is first alone. */
function isContest({ places, apart, invalid }: Ranking): boolean {
  return places.length + apart.length + invalid.length > 1;
}

function describeLeftOut(scenarios: readonly ScenarioReport[]): readonly VerdictLine[] {
  const cells = scenarios.flatMap((scenario) => scenario.cells).filter(leavesClientsOut);
  if (cells.length === 0) return [];
  const named = [...Map.groupBy(cells, ({ label }) => label)].map(([label, group]) => {
    const [worst] = [...group].sort(
      (a, b) =>
        a.connections.served / a.connections.attempted -
        b.connections.served / b.connections.attempted,
    );
    if (worst === undefined) return label;
    const { served, attempted } = worst.connections;
    const model = findModel(worst.strategy);
    // Of a server that serves many at a time the model is not the reason.
    const why = model === null || model.picture.queued === 0 ? '' : `: ${model.gist}`;
    return `${label} serves ${formatServed(served, attempted)} (${worst.scenario})${why}`;
  });
  return [{ about: 'Leave clients out', text: `${listSome(named, NAMED_MOST, '; ')}.` }];
}

function describeUnsound(scenarios: readonly ScenarioReport[]): readonly VerdictLine[] {
  const named = scenarios.flatMap((scenario) =>
    scenario.rankings.flatMap(({ invalid }) =>
      invalid.map(({ label, reason }) => `${label} in ${scenario.name}: ${reason}`),
    ),
  );
  if (named.length === 0) return [];
  return [{ about: 'Cannot be judged', text: `${listSome(named, NAMED_MOST, '; ')}.` }];
}
