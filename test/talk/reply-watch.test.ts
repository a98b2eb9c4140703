import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReplyWatch } from '../../talk/reply-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a line that comes back is a reply at once', async () => {
  const watch = new ReplyWatch();
  const reply = watch.next(1000);
  watch.received('hello\n');
  expect(await reply).toBe('replied');
  expect(vi.getTimerCount()).toBe(0);
});

test('words without a line end are a reply once nothing more comes', async () => {
  const watch = new ReplyWatch();
  const settled = vi.fn();
  void watch.next(1000).then(settled);
  for (let piece = 0; piece < 5; piece += 1) {
    watch.received('word ');
    await vi.advanceTimersByTimeAsync(40);
  }
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(50);
  expect(settled).toHaveBeenCalledWith('replied');
});

test('nothing within the time is silence, and half a letter is nothing', async () => {
  const watch = new ReplyWatch();
  const reply = watch.next(1000);
  watch.received('');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await reply).toBe('silent');
});

test('the end ends the wait, and every later one', async () => {
  const watch = new ReplyWatch();
  const reply = watch.next(1000);
  watch.end();
  expect(await reply).toBe('ended');
  expect(await watch.next(1000)).toBe('ended');
  expect(watch.hasEnded).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('what comes before anything was said answers nothing', async () => {
  const watch = new ReplyWatch();
  watch.received('welcome\n');
  const reply = watch.next(1000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await reply).toBe('silent');
});
