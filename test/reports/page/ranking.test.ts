import { expect, test } from 'vitest';
import { renderRanking } from '../../../reports/page/ranking.ts';
import { buildReport } from '../../../reports/report.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

test('a ranking without a single claim has no empty column, and says so nowhere twice', () => {
  const run = createSyntheticRun();
  const once = run.trials.filter(({ trial }) => trial.repetition === 0);
  const [many = ''] = rank(run);
  expect(many).toContain('>interval</th>');
  expect(many).toContain('fewer than five complete trials: no claim');
  const [single = ''] = rank({ ...run, trials: once });
  expect(single).not.toContain('>interval</th>');
  expect(single).not.toContain('no claim');
  expect(single).toMatch(/<th scope="row">one-shot<\/th>.*not ranked: serves 1 of 64/);
});

function rank(run: ReturnType<typeof createSyntheticRun>): readonly string[] {
  return buildReport(run).scenarios.flatMap((scenario) =>
    scenario.rankings.map((ranking) => renderRanking(ranking, scenario)),
  );
}
