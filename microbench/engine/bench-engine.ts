import { parseArgs } from 'node:util';
import { startServer } from '../../servers/start-server.ts';
import { compileBarePrograms, startBareServer } from './bare-programs.ts';
import { benchCostPerDatagram, benchCostPerMessage } from './cost-per-message.ts';
import { benchManyConnections } from './many-connections.ts';
import { benchSendLag } from './send-lag.ts';
import { MESSAGE_BYTES, SERVER_CPU, type Setting } from './setting.ts';

/**
 * What the load costs and how exact it is, each figure beside what is asked of it and, where there
 * is a C compiler, beside a bare C program that does the same on the same CPU in the same run.
 * The server is bare C too, so that it is not what is measured; without a compiler it is `event-loop`.
 * `npm run bench:engine` takes about five minutes; `-- --rounds 1` one. `-- --part lag` runs a part.
 */
const PARTS: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  cost: benchCostPerMessage,
  datagrams: benchCostPerDatagram,
  lag: benchSendLag,
  connections: benchManyConnections,
};

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '1000' },
    measure: { type: 'string', default: '1000' },
    server: { type: 'string', default: 'C' },
    part: { type: 'string', multiple: true, default: Object.keys(PARTS) },
  },
});

const programs = compileBarePrograms();
const server =
  programs === null || options.server !== 'C'
    ? await startEventLoop()
    : await startBareServer(programs.server, SERVER_CPU);
try {
  const setting = {
    programs,
    port: server.port,
    rounds: Number(options.rounds),
    warmupMs: Number(options.warmup),
    measureMs: Number(options.measure),
  };
  for (const name of options.part) {
    const part = PARTS[name];
    if (part === undefined) throw new RangeError(`no part '${name}': ${Object.keys(PARTS)}`);
    await part(setting);
  }
} finally {
  await server.stop();
}

async function startEventLoop() {
  const { address, stop } = await startServer(
    'event-loop',
    {
      service: 'echo',
      listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
      backlog: 4096,
      workers: 1,
      distribution: 'round-robin',
      work: { rounds: 1, messageBytes: MESSAGE_BYTES },
    },
    { cpus: [SERVER_CPU] },
  );
  if (address.transport === 'unix') throw new Error('the server was to speak TCP');
  return { port: address.port, stop };
}
