/** Asked for by a load of datagrams, bytes; the kernel gives what it may (net.core.rmem_max). */
export const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
