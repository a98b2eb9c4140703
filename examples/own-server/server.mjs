// A server of yours, in whatever language it is written: it sends back what it hears, on the port
// that it is told. Nothing in it knows of Echosounder.
import { createServer } from 'node:net';

const [port] = process.argv.slice(2);
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
});
server.listen(Number(port), '127.0.0.1');
