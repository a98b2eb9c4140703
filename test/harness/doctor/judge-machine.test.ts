import { expect, test } from 'vitest';
import { judgeMachine } from '../../../harness/doctor/judge-machine.ts';
import { makeFacts } from './make-facts.ts';

const SOUND = makeFacts();
const NOW = new Date('2026-05-04T09:30:00Z');
const GIB = 2 ** 30;

test('nothing is said against a sound machine', () => {
  const { findings } = judgeMachine(SOUND, NOW);
  expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual([...new Set(findings.map(({ name }) => name))]);
});

test('what a machine does not tell is unknown, and no problem', () => {
  const { findings } = judgeMachine(
    makeFacts({
      environment: {
        ...SOUND.environment,
        platform: 'darwin',
        kernel: '24.0.0',
        governor: null,
        somaxconn: null,
        openFilesMax: null,
      },
      limits: { openFilesMax: null, localPorts: null, memoryBytes: 8 * GIB, cpus: 2 },
      placement: { serverCpus: [], loadCpus: [], pinned: false, note: '' },
      noise: { stealShare: null, throttledPeriods: null, longestGapNs: 0, othersShare: null },
      cpus: { turbo: null, cores: null, isVirtual: null, clock: null },
      network: { timeWaitSockets: null, receiveBufferMaxBytes: null },
      swapUsedBytes: null,
    }),
    NOW,
  );
  const known = findings.filter(({ verdict }) => verdict !== 'unknown').map(({ name }) => name);
  expect(known).toEqual(['pauses', 'memory', 'platform', 'Node.js', 'selftest', 'C compiler']);
  expect(findings.every(({ verdict, figure }) => verdict !== 'problem' && figure !== '')).toBe(
    true,
  );
});

test('without CPUs of their own, server and load are not told that they share no core', () => {
  const placement = { ...SOUND.placement, serverCpus: [0], loadCpus: [0], pinned: false };
  const { findings } = judgeMachine(makeFacts({ placement }), NOW);
  expect(findings.find(({ name }) => name === 'cores')?.verdict).toBe('unknown');
});
