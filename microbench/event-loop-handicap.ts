import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Address } from '../protocol/address.ts';
import { formatAddress, parseAddress } from '../protocol/address.ts';
import { startServer } from '../servers/start-server.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';
import { processCpuTimeNs } from '../sockets/process-clock.ts';

/**
 * Does this project handicap its own event loop? The strategy `event-loop` with the service `echo`
 * against a bare `net.createServer((socket) => socket.pipe(socket))`: CPU time of the server process
 * per message, a fresh process each round, turn and turn about; the server on CPU 0, the client, a
 * closed loop in a process of its own, on CPU 1. Exits with 1 when the ratio of the medians is above
 * {@link RATIO_MAX}. Run it with `npm run bench:handicap`; it takes about half a minute.
 */
const RATIO_MAX = 1.05;
const ROUNDS = 10;
const CONNECTIONS = 64;
const MESSAGE_BYTES = 64;
/** Enough for the optimising compiler to be done. */
const WARMUP_MESSAGES = 40_000;
const MEASURED_MESSAGES = 60_000;
const SERVER_CPU = 0;
const CLIENT_CPU = 1;
const THIS_FILE = fileURLToPath(import.meta.url);

interface Subject {
  readonly pid: number;
  readonly address: Address;
  readonly stop: () => Promise<unknown>;
}

const [role = 'compare', target = ''] = process.argv.slice(2);
if (role === 'bare-server') serveBare();
else if (role === 'client') await runClient(target);
else await compareServers();

async function compareServers(): Promise<void> {
  const starters = { 'event-loop': startEventLoop, 'bare pipe': startBare };
  const costsNs: Record<keyof typeof starters, number[]> = { 'event-loop': [], 'bare pipe': [] };
  for (let round = 1; round <= ROUNDS; round++) {
    // Who goes first alternates too: whatever drifts, drifts for both.
    const names: (keyof typeof starters)[] = ['event-loop', 'bare pipe'];
    if (round % 2 === 0) names.reverse();
    for (const name of names) {
      const subject = await starters[name]();
      const costNs = await measureCostNs(subject);
      await subject.stop();
      costsNs[name].push(costNs);
      console.error(`round ${round}/${ROUNDS}  ${name.padEnd(10)}  ${Math.round(costNs)} ns`);
    }
  }
  const ratio = median(costsNs['event-loop']) / median(costsNs['bare pipe']);
  console.log(`CPU per message, median (least to most) of ${ROUNDS} rounds:`);
  console.log(`  event-loop  ${describe(costsNs['event-loop'])}`);
  console.log(`  bare pipe   ${describe(costsNs['bare pipe'])}`);
  console.log(`ratio of medians ${ratio.toFixed(3)}, at most ${RATIO_MAX} is allowed`);
  process.exitCode = ratio <= RATIO_MAX ? 0 : 1;
}

async function startEventLoop(): Promise<Subject> {
  const { pid, address, stop } = await startServer(
    'event-loop',
    {
      service: 'echo',
      listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
      backlog: 511,
      workers: 1,
      distribution: 'round-robin',
      work: { rounds: 1, messageBytes: MESSAGE_BYTES },
    },
    { cpus: [SERVER_CPU] },
  );
  return { pid, address, stop };
}

async function startBare(): Promise<Subject> {
  const { child, pid, lines } = startRole('bare-server', '', SERVER_CPU);
  const address = parseAddress(await nextLine(lines));
  return { pid, address, stop: () => endChild(child) };
}

/** The server's CPU time over a fixed number of messages, after a warm-up over the same sockets. */
async function measureCostNs({ pid, address }: Subject): Promise<number> {
  const { child, lines } = startRole('client', formatAddress(address), CLIENT_CPU);
  const exchange = async (messages: number) => {
    child.stdin?.write(`${messages}\n`);
    await nextLine(lines);
  };
  await exchange(WARMUP_MESSAGES);
  const beforeNs = processCpuTimeNs(pid);
  await exchange(MEASURED_MESSAGES);
  const costNs = processCpuTimeNs(pid) - beforeNs;
  await endChild(child);
  return costNs / MEASURED_MESSAGES;
}

function startRole(name: string, argument: string, cpu: number) {
  const child = withCpus([cpu], () =>
    spawn(process.execPath, [THIS_FILE, name, argument], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  if (child.pid === undefined) throw new Error(`no process could be made for the ${name}`);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, pid: child.pid, lines };
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('a process of the benchmark ended too early');
  return value;
}

/** Both roles end when their standard input does. */
async function endChild(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.stdin?.end();
  await exit;
}

function serveBare(): void {
  const server = createServer((socket) => socket.pipe(socket));
  server.listen(0, '127.0.0.1', 511, () => {
    const bound = server.address();
    if (typeof bound === 'object' && bound !== null) console.log(`tcp://127.0.0.1:${bound.port}`);
  });
  process.stdin.on('end', () => process.exit(0)).resume();
}

/** Exchanges as many messages as each line of standard input says, and answers each with a line. */
async function runClient(address: string): Promise<void> {
  const parsed = parseAddress(address);
  if (parsed.transport === 'unix') throw new Error('this client speaks TCP');
  const sockets = Array.from({ length: CONNECTIONS }, () =>
    connect({ host: parsed.host, port: parsed.port, noDelay: true }),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for await (const line of createInterface({ input: process.stdin })) {
    await exchangeMessages(sockets, Number(line));
    console.log('done');
  }
  process.exit(0);
}

/** On every connection the next message follows the reply to the one before. */
function exchangeMessages(sockets: readonly Socket[], messages: number): Promise<void> {
  const message = Buffer.alloc(MESSAGE_BYTES, 'm');
  let toSend = messages;
  let toReceive = messages;
  return new Promise((resolve) => {
    for (const socket of sockets) {
      let missingBytes = MESSAGE_BYTES;
      socket.removeAllListeners('data');
      socket.on('data', (chunk: Buffer) => {
        missingBytes -= chunk.length;
        if (missingBytes > 0) return;
        missingBytes = MESSAGE_BYTES;
        toReceive--;
        if (toReceive === 0) resolve();
        else if (toSend > 0) send(socket);
      });
      send(socket);
    }
  });

  function send(socket: Socket): void {
    toSend--;
    socket.write(message);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

function describe(valuesNs: readonly number[]): string {
  const [middle, least, most] = [median(valuesNs), Math.min(...valuesNs), Math.max(...valuesNs)];
  return `${Math.round(middle)} ns (${Math.round(least)} to ${Math.round(most)})`;
}
