import { describe, expect, test } from 'vitest';
import { renderProgression } from '../../../reports/page/progression.ts';
import { findModel, teachingPlace } from '../../../reports/page/strategy-models.ts';
import { buildReport } from '../../../reports/report.ts';
import { STRATEGY_NAMES } from '../../../servers/registry.ts';
import { makeTrial } from '../../results/make-trial.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

describe('the progression', () => {
  const cards = cardsOf(renderProgression(buildReport(createSyntheticRun())));

  test('has a card for each strategy, in the order in which the servers teach', () => {
    expect(cards.map(({ name }) => name)).toEqual(STRATEGY_NAMES);
  });

  test('knows how each strategy of the servers works, in their order', () => {
    expect(STRATEGY_NAMES.filter((name) => findModel(name) === null)).toEqual([]);
    expect(STRATEGY_NAMES.map(teachingPlace)).toEqual(STRATEGY_NAMES.map((_, index) => index));
  });

  test('draws each with a text alternative that says who accepts, who serves and who waits', () => {
    for (const { html } of cards) {
      expect(html).toMatch(
        /<svg class="model"[^>]* role="img" aria-labelledby="(m\d)"><title id="\1">Accepts: .*\. Serves: .*\. Clients wait .*\.<\/title>/,
      );
    }
  });

  test('says what a client costs, but not of a server that serves only some of them', () => {
    expect(find('event-loop')).toMatch(/67\.\d\sMiB, 1\.0\d\sMiB a client/);
    expect(find('conversation-loop')).toMatch(/<dd>\(49\.\d\sMiB\)<\/dd>/);
    expect(find('conversation-loop')).not.toContain('a client</dd>');
  });

  test('shows a server of the user’s own without a drawing', () => {
    const html = renderProgression(buildReport(withStrategy('mine')));
    expect(html).toContain('<h3>mine</h3>');
    expect(html).not.toContain('class="model"');
    expect(html).toContain('it is no built-in strategy');
  });

  test.each(['constructor', '__proto__', 'toString/x'])('knows nothing of one named %s', (name) => {
    const html = renderProgression(buildReport(withStrategy(name)));
    expect(html).toContain(`<h3>${name}</h3>`);
    expect(html).not.toContain('class="model"');
  });

  test('shows a variant as its strategy', () => {
    expect(renderProgression(buildReport(withStrategy('cluster/reuse-port')))).toContain(
      'class="model"',
    );
  });

  function find(name: string): string {
    return cards.find((card) => card.name === name)?.html ?? '';
  }
});

function cardsOf(html: string): { name: string; html: string }[] {
  return html
    .split('<li class="card">')
    .slice(1)
    .map((card) => ({ name: /<h3>(.*?)<\/h3>/.exec(card)?.[1] ?? '', html: card }));
}

function withStrategy(strategy: string) {
  const run = createSyntheticRun({ repetitions: 1 });
  const result = makeTrial();
  return { ...run, trials: [{ ...result, trial: { ...result.trial, strategy } }] };
}
