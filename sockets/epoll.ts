import { errno } from './errno.ts';
import { lastErrno, libcFunction } from './libc.ts';
import { socketCalls } from './socket-calls.ts';
import { callError } from './socket-error.ts';

/** Events of epoll (man 2 epoll_ctl); add them up. */
export const epollEvents = {
  readable: 0x1,
  writable: 0x4,
  error: 0x8,
  hangUp: 0x10,
  readHangUp: 0x2000,
  oneShot: 0x4000_0000,
  /** Told once per change instead of as long as it holds. */
  edgeTriggered: 0x8000_0000,
} as const;

const EPOLL_CLOEXEC = 0o2000000;
const CONTROL = { add: 1, remove: 2, modify: 3 } as const;
const EVENTS_MAX = 65_536;

/** `struct epoll_event` is packed on x64 only: its data starts right after the 4 bytes of events. */
const EVENT_BYTES = process.arch === 'x64' ? 12 : 16;
const DATA_OFFSET = process.arch === 'x64' ? 4 : 8;

interface EpollCalls {
  epoll_create1(flags: number): number;
  epoll_ctl(epoll: number, operation: number, fd: number, event: Uint8Array): number;
  epoll_pwait(epoll: number, events: Uint8Array, max: number, ms: number, mask: null): number;
  /** `null` where the C library is older than this call (glibc 2.35). */
  epoll_pwait2: Pwait2 | null;
}
type Pwait2 = (
  epoll: number,
  events: Uint8Array,
  max: number,
  timeout: Uint8Array | null,
  mask: null,
) => number;

let calls: EpollCalls | undefined;

function epollCalls(): EpollCalls {
  calls ??= {
    epoll_create1: libcFunction('int epoll_create1(int)'),
    epoll_ctl: libcFunction('int epoll_ctl(int, int, int, void *)'),
    epoll_pwait: libcFunction('int epoll_pwait(int, void *, int, int, void *)'),
    epoll_pwait2: declarePwait2(),
  };
  return calls;
}

function declarePwait2(): Pwait2 | null {
  try {
    return libcFunction<Pwait2>('int epoll_pwait2(int, void *, int, void *, void *)');
  } catch {
    return null;
  }
}

/**
 * Waits for many descriptors at once (man 7 epoll), with nanosecond time-outs where the kernel has
 * epoll_pwait2 (5.11). What happened is read by index, `token(i)` and `events(i)`, until the next
 * wait; nothing is allocated per event.
 */
export class Epoll {
  readonly capacity: number;
  readonly #calls: EpollCalls;
  readonly #events: Uint8Array;
  readonly #view: DataView;
  readonly #event = new Uint8Array(EVENT_BYTES);
  readonly #eventView = new DataView(this.#event.buffer);
  /** `struct timespec`: seconds and nanoseconds, 8 bytes each. */
  readonly #timeout = new Uint32Array(4);
  readonly #timeoutBytes = new Uint8Array(this.#timeout.buffer);
  #fd: number;

  private constructor(fd: number, capacity: number) {
    this.#calls = epollCalls();
    this.#fd = fd;
    this.capacity = capacity;
    this.#events = new Uint8Array(capacity * EVENT_BYTES);
    this.#view = new DataView(this.#events.buffer);
  }

  /** `capacity` is how many events one wait can report. */
  static create(capacity = 256): Epoll {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > EVENTS_MAX)
      throw new RangeError(`epoll capacity ${capacity}: it must be 1 to ${EVENTS_MAX}`);
    const fd = epollCalls().epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw callError('epoll_create1', '', lastErrno());
    return new Epoll(fd, capacity);
  }

  get descriptor(): number {
    return this.#fd;
  }

  /** Watches `fd`; `token`, an unsigned 32-bit number, comes back with its events. */
  add(fd: number, events: number, token: number = fd): void {
    this.#control(CONTROL.add, fd, events, token);
  }

  /** Changes what is watched, and the token. */
  modify(fd: number, events: number, token: number = fd): void {
    this.#control(CONTROL.modify, fd, events, token);
  }

  /** Call it before `fd` is closed. */
  remove(fd: number): void {
    this.#control(CONTROL.remove, fd, 0, 0);
  }

  /**
   * Waits; returns how many events there are. `timeoutNs` 0 does not wait, `null` waits for ever.
   * Returns 0 when the time is over, and when a signal came: look at the clock.
   */
  wait(timeoutNs: number | null): number {
    const count = this.#wait(timeoutNs);
    if (count >= 0) return count;
    const number = lastErrno();
    if (number === errno.EINTR) return 0;
    if (number === errno.ENOSYS && this.#calls.epoll_pwait2 !== null) {
      this.#calls.epoll_pwait2 = null;
      return this.wait(timeoutNs);
    }
    throw callError('epoll_wait', this.#fd < 0 ? 'closed' : '', number);
  }

  /** The token of the event at `index`. */
  token(index: number): number {
    return this.#view.getUint32(index * EVENT_BYTES + DATA_OFFSET, true);
  }

  /** What happened, as a sum of `epollEvents`, unsigned. */
  events(index: number): number {
    return this.#view.getUint32(index * EVENT_BYTES, true);
  }

  close(): void {
    const fd = this.#fd;
    if (fd < 0) return;
    this.#fd = -1;
    socketCalls().close(fd);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #control(operation: number, fd: number, events: number, token: number): void {
    this.#eventView.setUint32(0, events, true);
    this.#eventView.setUint32(DATA_OFFSET, token, true);
    if (this.#calls.epoll_ctl(this.#fd, operation, fd, this.#event) < 0)
      throw callError('epoll_ctl', `of descriptor ${fd}`, lastErrno());
  }

  #wait(timeoutNs: number | null): number {
    const { epoll_pwait2, epoll_pwait } = this.#calls;
    if (epoll_pwait2 === null) {
      const timeoutMs = timeoutNs === null ? -1 : Math.ceil(Math.max(0, timeoutNs) / 1e6);
      return epoll_pwait(this.#fd, this.#events, this.capacity, timeoutMs, null);
    }
    if (timeoutNs === null) return epoll_pwait2(this.#fd, this.#events, this.capacity, null, null);
    const wholeNs = Math.max(0, Math.round(timeoutNs));
    const seconds = Math.floor(wholeNs / 1e9);
    this.#timeout[0] = seconds;
    this.#timeout[2] = wholeNs - seconds * 1e9;
    return epoll_pwait2(this.#fd, this.#events, this.capacity, this.#timeoutBytes, null);
  }
}
