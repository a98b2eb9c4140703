import { describe } from 'vitest';
import { testChat } from './engine-contract-chat.ts';
import { testDatagrams } from './engine-contract-datagrams.ts';
import { testFaults } from './engine-contract-faults.ts';
import { testHonestServers } from './engine-contract-honest.ts';
import { testOneShotClients } from './engine-contract-one-shot.ts';
import { testPacing } from './engine-contract-pacing.ts';
import { testStreams } from './engine-contract-stream.ts';
import type { RunEngine } from './run-share.ts';

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
