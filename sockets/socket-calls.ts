import { libcFunction } from './libc.ts';

/** The system calls of a socket, as the manual pages of section 2 declare them. */
export interface SocketCalls {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, address: Uint8Array, length: Uint32Array, flags: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  recv(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  recvfrom(
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: Uint32Array,
  ): number;
  send(fd: number, buffer: Uint8Array, length: number, flags: number): number;
  sendto(
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: number,
  ): number;
  shutdown(fd: number, how: number): number;
  close(fd: number): number;
  getsockname(fd: number, address: Uint8Array, length: Uint32Array): number;
  getpeername(fd: number, address: Uint8Array, length: Uint32Array): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    length: Uint32Array,
  ): number;
  /** Variadic in C; on Linux x64 and arm64 an int is passed the same way either way. */
  fcntl(fd: number, command: number, value: number): number;
  poll(entries: Uint8Array, count: number, timeoutMs: number): number;
}

let calls: SocketCalls | undefined;

export function socketCalls(): SocketCalls {
  calls ??= {
    socket: libcFunction('int socket(int, int, int)'),
    bind: libcFunction('int bind(int, const void *, uint32_t)'),
    listen: libcFunction('int listen(int, int)'),
    accept4: libcFunction('int accept4(int, void *, void *, int)'),
    connect: libcFunction('int connect(int, const void *, uint32_t)'),
    recv: libcFunction('intptr_t recv(int, void *, size_t, int)'),
    recvfrom: libcFunction('intptr_t recvfrom(int, void *, size_t, int, void *, void *)'),
    send: libcFunction('intptr_t send(int, const void *, size_t, int)'),
    sendto: libcFunction('intptr_t sendto(int, const void *, size_t, int, const void *, uint32_t)'),
    shutdown: libcFunction('int shutdown(int, int)'),
    close: libcFunction('int close(int)'),
    getsockname: libcFunction('int getsockname(int, void *, void *)'),
    getpeername: libcFunction('int getpeername(int, void *, void *)'),
    setsockopt: libcFunction('int setsockopt(int, int, int, const void *, uint32_t)'),
    getsockopt: libcFunction('int getsockopt(int, int, int, void *, void *)'),
    fcntl: libcFunction('int fcntl(int, int, int)'),
    poll: libcFunction('int poll(void *, uint64_t, int)'),
  };
  return calls;
}
