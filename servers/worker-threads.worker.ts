import type { Socket } from 'node:net';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import type { ConnectionTask } from './connection-task.ts';
import { Connections } from './evented/connections.ts';
import { converseEvented } from './evented/converse-evented.ts';
import { ThreadMesh } from './places/thread-mesh.ts';
import { loadService } from './services/registry.ts';

/** What the main thread says: who the other threads are, before any connection; then, the end. */
export type ThreadOrder = Socket | { readonly neighbours: readonly MessagePort[] } | 'stop';

/** What a thread says: that it can serve, and in the end what it has done. */
export type ThreadReport = 'ready' | { readonly disconnectedSlowReaders: number };

/** Entry of a thread with an event loop: serves the connections it is handed until told to stop. */
const task: ConnectionTask = workerData;
const mesh = new ThreadMesh();
const service = await loadService(task.service, task.work, (notice) => mesh.publish(notice));
const connections = new Connections();
const place = { service, connections, roundsPerUnit: task.work.rounds, gate: mesh.gate };

parentPort?.on('message', async (order: ThreadOrder) => {
  if (order === 'stop') await stop();
  else if ('neighbours' in order) {
    for (const port of order.neighbours) mesh.connect(port, (notice) => service.hear?.(notice));
  } else serve(order);
});
report('ready');

function serve(socket: Socket): void {
  connections.add(socket);
  converseEvented(socket, place);
  socket.resume();
}

async function stop(): Promise<void> {
  // First of all: to end may take longer than the main thread waits.
  report({ disconnectedSlowReaders: connections.disconnectedSlowReaders });
  await connections.end(null);
  mesh.close();
  parentPort?.close();
}

function report(message: ThreadReport): void {
  parentPort?.postMessage(message);
}
