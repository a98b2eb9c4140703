import { describe } from 'vitest';
import type { RunEngine } from '../run-share.ts';
import { testChat } from './chat.ts';
import { testDatagrams } from './datagrams.ts';
import { testFaults } from './faults.ts';
import { testHonestServers } from './honest.ts';
import { testOneShotClients } from './one-shot.ts';
import { testPacing } from './pacing.ts';
import { testStreams } from './stream.ts';

/** What every load engine must say of servers whose behaviour is known. */
export function testEngine(runEngine: RunEngine, name: string): void {
  describe(`the ${name} engine`, () => {
    testHonestServers(runEngine);
    testFaults(runEngine);
    testPacing(runEngine);
    testOneShotClients(runEngine);
    testDatagrams(runEngine);
    testChat(runEngine);
    testStreams(runEngine);
  });
}
