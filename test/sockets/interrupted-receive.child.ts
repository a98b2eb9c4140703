import { writeSync } from 'node:fs';
import { Socket } from '../../sockets/socket.ts';

// A handler is what makes a signal interrupt a call instead of ending the process; a time-out is
// what makes the kernel report it instead of going on by itself (man 7 signal).
process.on('SIGUSR2', () => {});
using connection = Socket.fromDescriptor(3);
connection.setTimeout(20_000);
const buffer = new Uint8Array(1);
writeSync(1, 'receiving\n');
process.exitCode = connection.receive(buffer) === 1 ? 0 : 1;
