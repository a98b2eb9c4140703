import { expect, test } from 'vitest';
import { describeFailure } from '../../../cli/output/describe-failure.ts';
import { ServerStartError } from '../../../servers/hosting/server-start-error.ts';

test('the last words of a server that died are told once', () => {
  const { message, exitCode } = describeFailure(
    new ServerStartError('died', 'mine ended before it was ready', 'no licence\n'),
  );
  expect(message.split('no licence')).toHaveLength(2);
  expect(exitCode).toBe(3);
});
