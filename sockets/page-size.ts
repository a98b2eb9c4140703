import { libcFunction } from './libc.ts';

/** _SC_PAGESIZE of <bits/confname.h>, the same in glibc and musl. */
const PAGE_SIZE = 30;

let pageBytes: number | undefined;

/** In what memory is counted by the kernel: 4 KiB on x64; 4, 16 or 64 on arm64 (man 3 sysconf). */
export function memoryPageBytes(): number {
  pageBytes ??= Number(libcFunction<(name: number) => number>('long sysconf(int)')(PAGE_SIZE));
  return pageBytes;
}
