import { Socket } from '../../sockets/socket.ts';

using connection = Socket.fromDescriptor(3);
const buffer = new Uint8Array(1024);
for (let count = connection.receive(buffer); count > 0; count = connection.receive(buffer))
  connection.sendAll(buffer.subarray(0, count));
