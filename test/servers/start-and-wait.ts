import { startServer } from '../../servers/start-server.ts';

/** A parent that starts a server, says which, and waits to be killed. */
const [name = '', options = ''] = process.argv.slice(2);
const { pid, address } = await startServer(name, JSON.parse(options));
console.log(JSON.stringify({ pid, address }));
