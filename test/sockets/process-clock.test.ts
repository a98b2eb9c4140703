import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { processCpuTimeNs } from '../../sockets/process-clock.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { thrownBy } from './connected-pair.ts';

test('it tells the CPU time that the process tells of itself', () => {
  const before = process.cpuUsage();
  const measuredNs = processCpuTimeNs(process.pid);
  const after = process.cpuUsage();
  expect(measuredNs).toBeGreaterThanOrEqual((before.user + before.system) * 1000 - 1e6);
  expect(measuredNs).toBeLessThanOrEqual((after.user + after.system) * 1000 + 1e6);
});

test('it never runs backwards', () => {
  const first = processCpuTimeNs(process.pid);
  expect(processCpuTimeNs(process.pid)).toBeGreaterThanOrEqual(first);
});

test('it reads the clock of another process, and says when it is gone', async () => {
  const child = spawn('cat', [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pid = child.pid ?? 0;
  child.stdin.write('ready');
  await once(child.stdout, 'data');
  expect(processCpuTimeNs(pid)).toBeGreaterThan(0);
  child.stdin.end();
  await once(child, 'exit');
  const error = thrownBy(SocketError, () => processCpuTimeNs(pid));
  expect(error.code).toBe('ESRCH');
  expect(error.message).toContain(`of process ${pid}: no such process`);
});

test('a number that is no process id is refused', () => {
  for (const wrong of [0, -1, 1.5, Number.NaN])
    expect(() => processCpuTimeNs(wrong)).toThrow(RangeError);
});
