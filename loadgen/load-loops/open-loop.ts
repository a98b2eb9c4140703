import type { Schedule } from './arrivals.ts';
import { DueQueue } from './due-queue.ts';
import type { Client, LoadLoop } from './load-loop.ts';

/** A client's place in its own schedule. What is due and can't leave waits here, as an index. */
interface Course {
  readonly schedule: Schedule;
  next: number;
  /** Intended start of message `next`, from the clock's origin. */
  dueNs: number;
  /** Due, but without room: the client calls `onRoom` when it has some. */
  held: boolean;
}

/** A message that leaves this long after it was due, though it could have left, was sent late. */
const SENT_LATE_NS = 1_000_000;
/** While clients are held, what they send next may fall due before the queue's first. */
const HELD_LOOK_NS = 1_000_000;

/**
 * Messages leave on schedule, whatever came back. A client without room keeps its messages, with
 * the times they were meant for, until it has room again: nothing is skipped, and the wait is part
 * of their response time.
 */
export function createOpenLoop(
  clientCount: number,
  scheduleOf: (slot: number) => Schedule,
  onSentLate: (intendedNs: number) => void = () => {},
): LoadLoop {
  const courses: Course[] = [];
  const due = new DueQueue(clientCount);
  let clients: readonly Client[] = [];
  let originNs = 0;
  let endNs = 0;
  let heldClients = 0;
  let started = false;

  function advance(course: Course): void {
    course.next += 1;
    course.dueNs = originNs + course.schedule(course.next);
  }

  /** Sends what is due on one client, then queues it for its next message. */
  function sendDue(client: Client, course: Course, nowNs: number): void {
    while (course.dueNs <= nowNs && course.dueNs < endNs) {
      if (!client.hasRoom()) {
        hold(course, true);
        return;
      }
      if (!course.held && nowNs - course.dueNs >= SENT_LATE_NS) onSentLate(course.dueNs);
      client.send(course.dueNs);
      advance(course);
    }
    hold(course, false);
    if (course.dueNs < endNs) due.push(client.slot, course.dueNs);
  }

  function hold(course: Course, held: boolean): void {
    if (course.held !== held) heldClients += held ? 1 : -1;
    course.held = held;
  }

  function courseOf(client: Client): Course {
    const course = courses[client.slot];
    if (course === undefined) throw new RangeError(`client ${client.slot} has no schedule`);
    return course;
  }

  return {
    get started() {
      return started;
    },
    start(all, startNs, end) {
      started = true;
      clients = all;
      originNs = startNs;
      endNs = end;
      for (const client of clients) {
        const schedule = scheduleOf(client.slot);
        const course = { schedule, next: 0, dueNs: startNs + schedule(0), held: false };
        courses[client.slot] = course;
        if (course.dueNs < endNs) due.push(client.slot, course.dueNs);
      }
    },
    onRoom(client, nowNs) {
      const course = courses[client.slot];
      if (course?.held) sendDue(client, course, nowNs);
    },
    pump(nowNs) {
      while (due.nextDueNs <= nowNs) {
        const client = clients[due.pop()];
        if (client !== undefined) sendDue(client, courseOf(client), nowNs);
      }
      return heldClients > 0 ? Math.min(due.nextDueNs, nowNs + HELD_LOOK_NS) : due.nextDueNs;
    },
    end(end) {
      endNs = end;
    },
    *unsent(client) {
      const course = courses[client.slot];
      if (course === undefined) return;
      for (; course.dueNs < endNs; advance(course)) yield course.dueNs;
    },
  };
}
