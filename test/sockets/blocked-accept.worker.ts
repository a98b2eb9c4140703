import { parentPort, workerData } from 'node:worker_threads';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';

const listener = Socket.fromDescriptor(workerData);
parentPort?.postMessage('accepting');
try {
  listener.accept();
} catch (error) {
  parentPort?.postMessage(error instanceof SocketError ? error.code : String(error));
}
