import { expect, test } from 'vitest';
import {
  formatBytes,
  formatConfidence,
  formatCount,
  formatInterval,
  formatSpread,
  formatTime,
} from '../../../reports/text/format.ts';
import { estimateValues } from '../../stats/estimate-values.ts';

test.each([
  [0, '0 ns'],
  [999, '999 ns'],
  [999.6, '1.00 µs'],
  [12_345, '12.3 µs'],
  [999_999, '1.00 ms'],
  [1_840_000_000, '1.84 s'],
  [3_600_000_000_000, '3600 s'],
])('%d ns reads %s', (value, text) => {
  expect(formatTime(value)).toBe(text);
});

test.each([
  [0, '0'],
  [7, '7'],
  [40.5, '40.5'],
  [20_100, '20.1 k'],
  [999_960, '1.00 M'],
])('%d reads %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test.each([
  [512, '512 B'],
  [64_170_000, '61.2 MiB'],
  [2 ** 30 - 1, '1.00 GiB'],
])('%d bytes read %s', (value, text) => {
  expect(formatBytes(value)).toBe(text);
});

test('a confidence is never rounded up to more than it is', () => {
  expect(formatConfidence(0.9375)).toBe('93.75 %');
  expect(formatConfidence(0.99999)).toBe('99.99 %');
});

test('an interval is shown only where the trials allow a claim', () => {
  expect(formatInterval(estimateValues([1, 2, 3, 4, 5]), String)).toBe('1 – 5');
  expect(formatSpread(estimateValues([90, 95, 100, 101, 102]))).toBe(' ±10.0 %');
  expect(formatInterval(estimateValues([1, 2, 3, 4]), String)).toBe('');
  expect(formatSpread(estimateValues([1, 2, 3, 4]))).toBe('');
  expect(formatInterval(null, String)).toBe('');
});
