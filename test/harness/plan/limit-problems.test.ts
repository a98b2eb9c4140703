import { describe, expect, test } from 'vitest';
import {
  type ConnectionLimits,
  type ConnectionNeed,
  findLimitProblems,
} from '../../../harness/plan/limit-problems.ts';

const limits: ConnectionLimits = {
  openFilesMax: 1_200,
  localPorts: 28_232,
  memoryBytes: 2 ** 30,
  cpus: 2,
};
const load = { loop: 'closed', connections: 64, depth: 1, thinkTimeNs: 0 } as const;
const need: ConnectionNeed = {
  load,
  loadThreads: 1,
  transport: 'tcp',
  workload: { kind: 'conversation', payloadBytes: 64 },
  server: { workers: 2, descriptorsPerClient: 1 },
};

function problemsOf(changes: Partial<ConnectionNeed>, granted: Partial<ConnectionLimits> = {}) {
  return findLimitProblems({ ...need, ...changes }, { ...limits, ...granted });
}

function loadOf(connections: number) {
  return { load: { ...load, connections } };
}

describe('a load that a process can not carry', () => {
  test('is refused when its threads are more than the CPUs can take turns with', () => {
    expect(problemsOf({ loadThreads: 16 })).toEqual([]);
    expect(problemsOf({ loadThreads: 17 })).toEqual([
      '17 load threads on 2 CPUs would wait for each other: take at most 16 (--threads), 8 for each CPU; as many as there are CPUs to spare is best',
    ]);
  });

  test('is not told to take no connections at all where there are files for none', () => {
    const [problem] = problemsOf({ server: null }, { openFilesMax: 64 });
    expect(problem).toMatch(/it is too few for any connection$/);
    expect(problem).not.toMatch(/at most/);
  });

  test('is refused when its connections need more open files than the load may have', () => {
    const outside = { server: null };
    expect(problemsOf({ ...loadOf(1_120), ...outside })).toEqual([]);
    expect(problemsOf({ ...loadOf(1_121), ...outside })).toEqual([
      '1121 connections need about 1201 open files in the load, and a process may have 1200: raise that where echosounder is started (ulimit -n 1201; above the hard limit it takes root), or take at most 1120 connections',
    ]);
  });

  test('is refused for the server that is started for it, whose clients may need more than one', () => {
    const server = { workers: 2, descriptorsPerClient: 6 };
    expect(problemsOf({ ...loadOf(184), server })).toEqual([]);
    const [problem] = problemsOf({ ...loadOf(185), server });
    expect(problem).toMatch(/^185 connections need about 1206 open files in the server/);
    expect(problem).toMatch(/at most 184 connections$/);
  });

  test('is refused when there are fewer ports to the one address than connections, but for unix sockets', () => {
    const few = { localPorts: 63 };
    expect(problemsOf({}, few)).toEqual([
      '64 connections to one address need a port each, and there are 63: widen the range (sysctl -w net.ipv4.ip_local_port_range="1024 65535"; reserved ports are in net.ipv4.ip_local_reserved_ports), or take at most 63 connections',
    ]);
    expect(problemsOf({}, { localPorts: 64 })).toEqual([]);
    expect(problemsOf({ transport: 'unix' }, few)).toEqual([]);
    expect(problemsOf({ transport: 'udp' }, few)).toHaveLength(1);
  });

  test('is refused when what is in flight takes more than half of the free memory', () => {
    const workload = { kind: 'conversation', payloadBytes: 2 ** 20 } as const;
    expect(problemsOf({ workload, load: { ...load, depth: 8 } })).toEqual([]);
    expect(problemsOf({ workload, load: { ...load, depth: 9 } })).toEqual([
      '576 messages of 1048576 bytes in flight take 576 MiB, and half of the free memory is 512 MiB: take fewer connections, a smaller depth or smaller messages',
    ]);
  });

  test('is refused when it would take longer than ten minutes to open', () => {
    expect(problemsOf({ load: { ...load, connections: 600, rampPerSec: 1 } })).toEqual([]);
    expect(problemsOf({ load: { ...load, connections: 601, rampPerSec: 1 } })).toEqual([
      '601 connections take 601 s to open at 1 per second, and 600 s is the limit: take a ramp of at least 2 per second',
    ]);
  });

  test('is told every reason at once', () => {
    expect(problemsOf(loadOf(30_000))).toHaveLength(3);
  });

  test('is let through where the limits are not known', () => {
    expect(problemsOf(loadOf(90_000), { openFilesMax: null, localPorts: null })).toEqual([]);
  });
});
