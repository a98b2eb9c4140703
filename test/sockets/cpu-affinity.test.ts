import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  currentCpus,
  decodeCpuMask,
  encodeCpuMask,
  setCpus,
  withCpus,
} from '../../sockets/cpu-affinity.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { thrownBy } from './connected-pair.ts';

/** The kernel's own word on where a task may run: `Cpus_allowed_list` of its status. */
function allowedList(status: string): string | undefined {
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
}

test('children started inside stay on the CPUs; the thread itself goes back', () => {
  const before = currentCpus();
  const last = before.at(-1) ?? 0;
  const status = withCpus([last], () => {
    expect(currentCpus()).toEqual([last]);
    return spawnSync('cat', ['/proc/self/status'], { encoding: 'utf8' }).stdout;
  });
  expect(allowedList(status)).toBe(String(last));
  expect(currentCpus()).toEqual(before);
});

test('it goes back also when the function throws', () => {
  const before = currentCpus();
  const fail = () => {
    throw new Error('inside');
  };
  expect(() => withCpus(before.slice(0, 1), fail)).toThrow('inside');
  expect(currentCpus()).toEqual(before);
});

test('it tells the CPUs that the kernel tells', () => {
  const list = allowedList(readFileSync('/proc/thread-self/status', 'utf8')) ?? '';
  const count = list.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return sum + last - first + 1;
  }, 0);
  expect(currentCpus()).toHaveLength(count);
});

test('CPUs that do not exist are an error of the kernel, nonsense is refused before', () => {
  const error = thrownBy(SocketError, () => setCpus([8191]));
  expect(error).toMatchObject({ code: 'EINVAL', syscall: 'sched_setaffinity' });
  for (const wrong of [[], [-1], [8192], [0.5]]) expect(() => setCpus(wrong)).toThrow(RangeError);
});

test('a mask comes back as its CPUs', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(8191), { minLength: 1, maxLength: 40 }), (cpus) => {
      const sorted = cpus.toSorted((a, b) => a - b);
      expect(decodeCpuMask(encodeCpuMask(cpus))).toEqual(sorted);
    }),
  );
});
