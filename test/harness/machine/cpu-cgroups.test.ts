import { describe, expect, test } from 'vitest';
import { listCpuCgroups, parseCpuLimit } from '../../../harness/machine/cpu-cgroups.ts';

const ROOTS = ['/sys/fs/cgroup', '/sys/fs/cgroup/cpu'];

describe('the groups that grant CPU time', () => {
  test('of version 2 are the own one and all above it', () => {
    expect(listCpuCgroups('0::/user.slice/run-7.scope\n')).toEqual([
      '/sys/fs/cgroup/user.slice/run-7.scope',
      '/sys/fs/cgroup/user.slice',
      ...ROOTS,
    ]);
  });

  test('of version 1 are those of the cpu controller alone', () => {
    const text = '9:name=systemd:/a\n3:cpuset:/b\n2:cpu,cpuacct:/docker/7\n1:memory:/c\n';
    expect(listCpuCgroups(text).toSorted()).toEqual(
      ['/sys/fs/cgroup/cpu/docker/7', '/sys/fs/cgroup/cpu/docker', ...ROOTS].toSorted(),
    );
  });

  test('are the roots where the path leads out of what can be seen, or nothing is told', () => {
    expect(listCpuCgroups('0::/../../elsewhere\n')).toEqual(ROOTS);
    expect(listCpuCgroups('0::/\n')).toEqual(ROOTS);
    expect(listCpuCgroups('')).toEqual(ROOTS);
  });
});

test.each([
  ['150000 100000', 1.5],
  ['200000 100000\n', 2],
  ['max 100000', null],
  ['-1 100000', null],
  ['', null],
])('a limit of %j is %j CPUs', (limit, cpus) => {
  expect(parseCpuLimit(limit)).toBe(cpus);
});
