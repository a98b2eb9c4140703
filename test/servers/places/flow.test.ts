import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { Gate, noticeBytes, ON_THE_WAY_MAX_BYTES, Receipts } from '../../../servers/places/flow.ts';
import { PrimaryLink } from '../../../servers/places/primary-link.ts';
import { ThreadMesh } from '../../../servers/places/thread-mesh.ts';
import type { Notice } from '../../../servers/services/service.ts';

const SPEECH: Notice = {
  kind: 'said',
  room: 'tea',
  name: 'ann',
  sequence: 1,
  text: 'x'.repeat(1000),
};
const FILLS_WINDOW = Math.ceil(ON_THE_WAY_MAX_BYTES / noticeBytes(SPEECH));

describe('between two places', () => {
  test('receipts are few: less than one for every ten notices of a kilobyte', () => {
    const receipts = new Receipts();
    const due = Array.from({ length: 1000 }, () => receipts.heard(noticeBytes(SPEECH)));
    const sent = due.filter((bytes) => bytes > 0);
    expect(sent.length).toBeLessThan(100);
    expect(sent.length).toBeGreaterThan(0);
  });

  test('who waits at a closed gate goes on when it opens, once', () => {
    const gate = new Gate();
    let passed = 0;
    gate.set(false);
    gate.whenOpen(() => passed++);
    expect(passed).toBe(0);
    gate.set(true);
    gate.set(true);
    expect(passed).toBe(1);
  });

  test('a thread that is not heard closes its gate, and opens it when it is', async () => {
    const { port1, port2 } = new MessageChannel();
    const speaker = new ThreadMesh();
    speaker.connect(port1, () => {});
    for (let count = 0; count < FILLS_WINDOW - 1; count++) speaker.publish(SPEECH);
    expect(speaker.gate.isOpen).toBe(true);
    speaker.publish(SPEECH);
    expect(speaker.gate.isOpen).toBe(false);

    const heard: Notice[] = [];
    const listener = new ThreadMesh();
    listener.connect(port2, (notice) => heard.push(notice));
    await new Promise<void>((resolve) => speaker.gate.whenOpen(resolve));
    expect(heard.length).toBeGreaterThan(0);
    speaker.close();
    await once(port2, 'close');
  });

  test('a process whose words the primary has not passed on closes its gate until it has', () => {
    const sent: Notice[] = [];
    const link = new PrimaryLink((notice) => sent.push(notice));
    for (let count = 0; count < FILLS_WINDOW; count++) link.publish(SPEECH);
    expect(sent).toHaveLength(FILLS_WINDOW);
    expect(link.gate.isOpen).toBe(false);
    link.passed(noticeBytes(SPEECH));
    expect(link.gate.isOpen).toBe(true);
  });
});
