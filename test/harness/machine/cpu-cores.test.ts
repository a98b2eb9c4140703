import { describe, expect, test } from 'vitest';
import { distinctCores, parseCpuList } from '../../../harness/machine/cpu-cores.ts';

describe('a list of CPUs', () => {
  test.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['0,4-5,7\n', [0, 4, 5, 7]],
    ['', []],
    ['3-1', []],
    ['all of them', []],
    ['0-99999999999', []],
  ])('%j names %j', (list, cpus) => {
    expect(parseCpuList(list)).toEqual(cpus);
  });
});

test('each core is named once, however many of its CPUs tell of it', () => {
  expect(distinctCores([[0, 2], [1], [0, 2]])).toEqual([[0, 2], [1]]);
});
