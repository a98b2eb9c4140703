import { Socket } from '../../sockets/socket.ts';

const listener = Socket.create('inet', 'stream');
listener.bind({ host: '127.0.0.1', port: 0 });
listener.listen(1);
void listener.acceptAsync();
process.stdin.once('data', () => process.exit(7));
process.stdout.write('pending\n');
