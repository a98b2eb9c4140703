import { nodeEngine } from '../../../loadgen/node-engine/node-engine.ts';
import { testEngine } from '../engine-contract/engine-contract.ts';
import { onThisThread } from '../run-share.ts';

testEngine(onThisThread(nodeEngine), 'node');
