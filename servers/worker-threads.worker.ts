import type { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { ConnectionTask } from './connection-task.ts';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { createService } from './services/registry.ts';

/** Entry of a thread with an event loop: serves the connections it is handed until told to stop. */
const task: ConnectionTask = workerData;
const service = createService(task.service, task.work);
const connections = new Connections();

parentPort?.on('message', async (message: Socket | 'stop') => {
  if (message === 'stop') {
    await connections.end(null);
    parentPort?.close();
    return;
  }
  connections.add(message);
  converseEvented(message, service, task.work.rounds);
  message.resume();
});
parentPort?.postMessage('ready');
