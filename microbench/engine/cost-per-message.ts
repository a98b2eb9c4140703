import type { LoadPlan } from '../../loadgen/load-plan.ts';
import { runBareProgram, startBareServer } from './bare-programs.ts';
import { runEngine } from './run-engine.ts';
import {
  CLIENT_CPU,
  describeSpread,
  interleave,
  MESSAGE_BYTES,
  median,
  SERVER_CPU,
  type Setting,
} from './setting.ts';

/** What a message costs in a closed loop, by the number of connections and of messages in flight. */
interface Exchange {
  readonly connections: number;
  readonly depth: number;
  /** What is asked of the ratio to the bare client; null where nothing is. */
  readonly posixMax: number | null;
  readonly nodeMax: number | null;
}

const EXCHANGES: readonly Exchange[] = [
  { connections: 64, depth: 1, posixMax: 1.2, nodeMax: 1.5 },
  { connections: 64, depth: 16, posixMax: 1.7, nodeMax: null },
  { connections: 1_000, depth: 1, posixMax: null, nodeMax: null },
  { connections: 10_000, depth: 1, posixMax: null, nodeMax: null },
];
/** What is asked of the posix engine's own cost at many connections, as a multiple of that at 64. */
const MANY_CONNECTIONS_MAX = 1.25;

const DATAGRAMS: Exchange = { connections: 64, depth: 1, posixMax: 1.3, nodeMax: null };

type Client = 'C' | 'posix' | 'node';
type CostsNs = Record<Client, number[]>;

/** Prints CPU time per message of both engines, as a multiple of a bare C client's. */
export async function benchCostPerMessage(setting: Setting): Promise<void> {
  let base: CostsNs | null = null;
  const wire: Wire = {
    transport: 'tcp',
    port: setting.port,
    client: setting.programs?.client ?? null,
  };
  for (const exchange of EXCHANGES) {
    const costsNs = await measure(setting, wire, exchange);
    print(exchange, costsNs, setting.rounds);
    if (exchange.depth !== 1) continue;
    if (base === null) base = costsNs;
    else printGrowth(costsNs, base);
  }
}

/** The same for datagrams. There is no server for them but the bare one. */
export async function benchCostPerDatagram(setting: Setting): Promise<void> {
  if (setting.programs === null) {
    console.log('no cost per datagram: its server is bare C, and there is no compiler');
    return;
  }
  const { datagramServer, datagramClient } = setting.programs;
  const server = await startBareServer(datagramServer, SERVER_CPU);
  try {
    const wire: Wire = { transport: 'udp', port: server.port, client: datagramClient };
    const costsNs = await measure(setting, wire, DATAGRAMS);
    console.log('datagrams:');
    print(DATAGRAMS, costsNs, setting.rounds);
  } finally {
    await server.stop();
  }
}

/** Where messages go, and the bare program that can send them; null where none could be compiled. */
interface Wire {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly client: string | null;
}

async function measure(setting: Setting, wire: Wire, exchange: Exchange): Promise<CostsNs> {
  const costsNs: CostsNs = { C: [], posix: [], node: [] };
  const { rounds, measureMs } = setting;
  const clients: Client[] = wire.client === null ? ['posix', 'node'] : ['C', 'posix', 'node'];
  await interleave(clients, rounds, async (client, round) => {
    const { messages, cpuNs } =
      client === 'C'
        ? await runBareClient(wire, setting, exchange)
        : await runEngineClient(client, wire, setting, exchange);
    costsNs[client].push(cpuNs / messages);
    console.error(
      `${exchange.connections} x ${exchange.depth}, round ${round}/${rounds}  ${client.padEnd(5)}  ${Math.round(cpuNs / messages)} ns at ${Math.round((messages * 1000) / measureMs)}/s`,
    );
  });
  return costsNs;
}

interface ClientCost {
  readonly messages: number;
  readonly cpuNs: number;
}

async function runBareClient(
  { client, port }: Wire,
  { warmupMs, measureMs }: Setting,
  { connections, depth }: Exchange,
): Promise<ClientCost> {
  if (client === null) throw new Error('there is no C compiler: install cc');
  const numbers = [port, connections, MESSAGE_BYTES, depth, warmupMs, measureMs];
  const lengthMs = warmupMs + measureMs;
  const [messages = 0, cpuNs = 0] = await runBareProgram(client, numbers, CLIENT_CPU, lengthMs);
  return { messages, cpuNs };
}

/** As a trial runs it: the cost is the CPU time of its whole process, every reply verified. */
async function runEngineClient(
  engine: 'posix' | 'node',
  { transport, port }: Wire,
  { warmupMs, measureMs }: Setting,
  { connections, depth }: Exchange,
): Promise<ClientCost> {
  const load: LoadPlan['load'] = { loop: 'closed', connections, depth, thinkTimeNs: 0 };
  const messageBytes = MESSAGE_BYTES;
  const order = { engine, transport, port, load, messageBytes, warmupMs, measureMs };
  const { result, cpuNs } = await runEngine(order, CLIENT_CPU);
  return { messages: result.counts.answeredInWindow, cpuNs };
}

function print(
  { connections, depth, posixMax, nodeMax }: Exchange,
  costsNs: CostsNs,
  rounds: number,
) {
  console.log(
    `${connections} connections, depth ${depth}, ${MESSAGE_BYTES} bytes, ${rounds} rounds`,
  );
  const bareNs = costsNs.C.length > 0 ? median(costsNs.C) : null;
  if (bareNs !== null) console.log(`  C      ${describeSpread(costsNs.C)}`);
  for (const [name, most] of [['posix', posixMax] as const, ['node', nodeMax] as const]) {
    const ratio = bareNs === null ? '' : `  ${(median(costsNs[name]) / bareNs).toFixed(2)} x C`;
    const asked = most === null || bareNs === null ? '' : ` (asked: ${most})`;
    console.log(`  ${name.padEnd(5)}  ${describeSpread(costsNs[name])}${ratio}${asked}`);
  }
}

/** Memory that no cache holds costs every client: the bare one shows how much of it is that. */
function printGrowth(costsNs: CostsNs, base: CostsNs): void {
  const grown = (client: Client): string =>
    (median(costsNs[client]) / median(base[client])).toFixed(2);
  const bare = costsNs.C.length > 0 ? `, C ${grown('C')}` : '';
  console.log(
    `  of its own cost at 64: posix ${grown('posix')} (asked: ${MANY_CONNECTIONS_MAX})${bare}`,
  );
}
