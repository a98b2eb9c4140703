import { writeSync } from 'node:fs';
import { Socket } from '../../sockets/socket.ts';

/** A process that does nothing but wait in acceptAsync, for one client. */
const listener = Socket.create('inet', 'stream');
listener.bind({ host: '127.0.0.1', port: 0 });
listener.listen(1);
const name = listener.socketName();
writeSync(1, `${'port' in name ? name.port : 0}\n`);
const { connection } = await listener.acceptAsync();
writeSync(1, 'accepted\n');
connection.close();
listener.close();
