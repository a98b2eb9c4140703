import { openingNs } from '../../loadgen/opening-ramp.ts';
import type { Load, Workload } from '../../results/trial.ts';

/** What the kernel grants; null where that is not known, and then nothing is refused. */
export interface ConnectionLimits {
  /** RLIMIT_NOFILE, for each process (man 2 getrlimit). */
  readonly openFilesMax: number | null;
  /** Ports that a client may be given for connections to one address (man 7 ip). */
  readonly localPorts: number | null;
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** What a trial will need of them. */
export interface ConnectionNeed {
  readonly load: Load;
  readonly loadThreads: number;
  readonly transport: 'tcp' | 'unix' | 'udp';
  readonly workload: Workload;
  /** Null for a server that is not ours. */
  readonly server: { readonly workers: number; readonly descriptorsPerClient: number } | null;
}

/** A Node.js process has 20 to 30 files open before it has served anyone; its threads some each. */
const FILES_OF_A_PROCESS = 64;
const FILES_OF_A_THREAD = 16;
/** What is in flight may take so much of the memory that is free. */
const MEMORY_SHARE_MAX = 0.5;
const OPENING_MAX_NS = 600e9;
/** Beyond it threads wait for each other: hundreds of them on two CPUs were not ready in half a minute. */
const LOAD_THREADS_PER_CPU_MAX = 8;

/**
 * Why a load can't be carried here, each with the figure, the limit and what to do. Without this a
 * trial would run and come out as the failures of its own clients.
 */
export function findLimitProblems(need: ConnectionNeed, limits: ConnectionLimits): string[] {
  return [
    ...checkThreads(need, limits),
    ...checkFiles(need, limits),
    ...checkPorts(need, limits),
    ...checkMemory(need, limits),
    ...checkOpening(need.load),
  ];
}

function checkThreads({ loadThreads }: ConnectionNeed, { cpus }: ConnectionLimits): string[] {
  const most = cpus * LOAD_THREADS_PER_CPU_MAX;
  if (loadThreads <= most) return [];
  return [
    `${loadThreads} load threads on ${cpus} CPU${cpus === 1 ? '' : 's'} would wait for each other: take at most ${most} (--threads), ${LOAD_THREADS_PER_CPU_MAX} for each CPU; as many as there are CPUs to spare is best`,
  ];
}

function checkFiles(
  { load, loadThreads, server }: ConnectionNeed,
  { openFilesMax }: ConnectionLimits,
): string[] {
  if (openFilesMax === null) return [];
  const { connections } = load;
  const sides = [
    { name: 'the load', perClient: 1, threads: loadThreads },
    ...(server === null
      ? []
      : [{ name: 'the server', perClient: server.descriptorsPerClient, threads: server.workers }]),
  ];
  return sides.flatMap(({ name, perClient, threads }) => {
    const own = FILES_OF_A_PROCESS + FILES_OF_A_THREAD * threads;
    const needed = connections * perClient + own;
    if (needed <= openFilesMax) return [];
    const most = Math.max(0, Math.floor((openFilesMax - own) / perClient));
    const fewer =
      most === 0 ? '; it is too few for any connection' : `, or take at most ${most} connections`;
    return [
      `${connections} connections need about ${needed} open files in ${name}, and a process may have ${openFilesMax}: raise that where echosounder is started (ulimit -n ${needed}; above the hard limit it takes root)${fewer}`,
    ];
  });
}

function checkPorts(
  { load, transport }: ConnectionNeed,
  { localPorts }: ConnectionLimits,
): string[] {
  if (transport === 'unix' || localPorts === null || load.connections <= localPorts) return [];
  return [
    `${load.connections} connections to one address need a port each, and there are ${localPorts}: widen the range (sysctl -w net.ipv4.ip_local_port_range="1024 65535"; reserved ports are in net.ipv4.ip_local_reserved_ports), or take at most ${localPorts} connections`,
  ];
}

/** Every message in flight is kept until its reply is there: that is what replies are held against. */
function checkMemory({ load, workload }: ConnectionNeed, limits: ConnectionLimits): string[] {
  if (load.loop !== 'closed' || workload.kind === 'greet') return [];
  const inFlight = load.connections * load.depth;
  const bytes = inFlight * workload.payloadBytes;
  const bytesMax = limits.memoryBytes * MEMORY_SHARE_MAX;
  if (bytes <= bytesMax) return [];
  return [
    `${inFlight} messages of ${workload.payloadBytes} bytes in flight take ${toMiB(bytes)} MiB, and half of the free memory is ${toMiB(bytesMax)} MiB: take fewer connections, a smaller depth or smaller messages`,
  ];
}

function checkOpening(load: Load): string[] {
  const ns = openingNs(load);
  if (ns <= OPENING_MAX_NS) return [];
  const seconds = OPENING_MAX_NS / 1e9;
  return [
    `${load.connections} connections take ${Math.round(ns / 1e9)} s to open at ${load.rampPerSec} per second, and ${seconds} s is the limit: take a ramp of at least ${Math.ceil(load.connections / seconds)} per second`,
  ];
}

function toMiB(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}
