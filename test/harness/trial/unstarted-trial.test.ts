import { expect, test } from 'vitest';
import { describeUnstarted } from '../../../harness/trial/unstarted-trial.ts';
import { ServerStartError } from '../../../servers/hosting/server-start-error.ts';
import { makeTrial } from '../../results/make-trial.ts';

test('why a server never came up is one line, its last words and all', () => {
  const tail = "error: unknown option '--work-rounds'\n\n(serve --help tells more)\n";
  const { message } = new ServerStartError('died', 'event-loop ended', tail);
  const { reasons } = describeUnstarted(makeTrial().trial, message, {
    engine: 'node',
    loadThreads: 1,
  });
  expect(reasons).toEqual([
    "event-loop ended / Its last words: / error: unknown option '--work-rounds' / (serve --help tells more)",
  ]);
});
