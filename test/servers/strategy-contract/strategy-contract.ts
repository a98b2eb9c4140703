import { describe, test } from 'vitest';
import type { Distribution, ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { testConversations } from './conversation.ts';
import { testLifecycle } from './lifecycle.ts';
import { testShortServices, testSingleMessages } from './single-message.ts';

/** One way of listening that a strategy must work with. */
export interface ContractCase {
  readonly label: string;
  readonly listen: ServerOptions['listen'];
  readonly distribution: Distribution;
}

export const MESSAGE_BYTES = 7;

/** What every strategy must do, whatever its model. `admits` and `answers` select the cases. */
export function testStrategy(strategy: ServerStrategy, cases: readonly ContractCase[]): void {
  for (const { label, listen, distribution } of cases) {
    const work = { rounds: 1000, messageBytes: MESSAGE_BYTES };
    const options: ServerOptions = {
      service: 'echo',
      listen,
      backlog: 511,
      workers: 2,
      distribution,
      work,
    };
    const title = `${strategy.name}, ${label}`;
    const obstacle = strategy.unsupported(options);
    if (obstacle !== null) {
      test.skip(`${title} can't run here: ${obstacle}`, () => {});
      continue;
    }
    describe(title, () => {
      if (strategy.answers === 'conversation') testConversations(strategy, options);
      else testSingleMessages(strategy, options);
      testShortServices(strategy, options);
      testLifecycle(strategy, options);
    });
  }
}
