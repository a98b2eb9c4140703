import { writeSync } from 'node:fs';
import { Socket } from '../../sockets/socket.ts';

/** A process that waits in acceptAsync for one client; all else in it is far off. */
const farOff = setTimeout(() => {}, 600_000);
const listener = Socket.create('inet', 'stream');
listener.bind({ host: '127.0.0.1', port: 0 });
listener.listen(1);
const name = listener.socketName();
writeSync(1, `${'port' in name ? name.port : 0}\n`);
const { connection } = await listener.acceptAsync();
writeSync(1, 'accepted\n');
connection.close();
listener.close();
clearTimeout(farOff);
