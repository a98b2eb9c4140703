import { Bench } from 'tinybench';
import { libcFunction } from '../sockets/libc.ts';
import { messageFlags, Socket } from '../sockets/socket.ts';

/**
 * What a call through `sockets/` costs over the system call: `getppid` is the cheapest system call
 * there is, a message sent and received on a connected pair the dearest path that matters.
 */
const PAYLOAD_BYTES = 64;

const listener = Socket.create('unix', 'stream');
listener.bind({ path: `\0echosounder-bench-${process.pid}` });
listener.listen(1);
const client = Socket.create('unix', 'stream');
client.connect(listener.socketName());
const server = listener.accept().connection;
listener.close();

const payload = Buffer.alloc(PAYLOAD_BYTES, 'x');
const buffer = Buffer.allocUnsafe(65_536);
const getppid = libcFunction<() => number>('int getppid()');

const bench = new Bench({ name: 'sockets', time: 500, warmupTime: 100 });
bench
  .add('getppid', () => {
    getppid();
  })
  .add('send and receive 64 bytes', () => {
    client.send(payload);
    server.receive(buffer);
  })
  .add('send all and receive 64 bytes', () => {
    client.sendAll(payload);
    server.receive(buffer, messageFlags.dontWait);
  });
await bench.run();
console.table(bench.table());
client.close();
server.close();
