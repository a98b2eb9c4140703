import { parentPort, workerData } from 'node:worker_threads';
import { Socket } from '../../sockets/socket.ts';

const connection = Socket.fromDescriptor(workerData);
parentPort?.postMessage('receiving');
parentPort?.postMessage(connection.receive(new Uint8Array(1)));
