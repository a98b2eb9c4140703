import { expect, test } from 'vitest';
import { countLocalPorts } from '../../../harness/machine/connection-limits.ts';

test('the ports for clients are the range without what is reserved in it', () => {
  expect(countLocalPorts('32768\t60999\n', '\n')).toBe(28_232);
  expect(countLocalPorts('40000 40099', '40000,40010-40019')).toBe(89);
  expect(countLocalPorts('40000 40099', '39990-40004,40095-41000,8080')).toBe(90);
  expect(countLocalPorts('40000 40000', '40000')).toBe(0);
});

test('a range that can not be read is not known', () => {
  expect(countLocalPorts('', '')).toBeNull();
  expect(countLocalPorts('all of them', '')).toBeNull();
});
