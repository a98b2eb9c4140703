import { createRequire } from 'node:module';

/**
 * The C library, called through koffi. Nothing is loaded before the first call, so that importing
 * anything of this folder works on every platform; using it elsewhere than on Linux throws.
 */
type Koffi = typeof import('koffi');
type Library = ReturnType<Koffi['load']>;
type NativeFunction = (...args: never[]) => unknown;

const SUPPORTED_ARCHITECTURES: readonly string[] = ['x64', 'arm64'];
const require = createRequire(import.meta.url);

let koffi: Koffi | undefined;
let library: Library | undefined;

/** Why POSIX sockets can't be used here, as one sentence; `null` when they can. */
export function unsupportedReason(): string | null {
  const { platform, arch } = process;
  if (platform === 'linux' && SUPPORTED_ARCHITECTURES.includes(arch)) return null;
  return `POSIX sockets need Linux on x64 or arm64; this is ${platform} on ${arch}`;
}

/** Declares one function of the C library; `prototype` is C, `void *` takes a typed array. */
export function libcFunction<F extends NativeFunction>(prototype: string): F {
  library ??= loadKoffi().load(null);
  return library.func(prototype) as unknown as F;
}

/** `errno` as the last failed call of this thread left it (man 3 errno). */
export function lastErrno(): number {
  return loadKoffi().errno();
}

/** koffi itself, for what is more than a call. */
export function loadKoffi(): Koffi {
  if (koffi !== undefined) return koffi;
  const reason = unsupportedReason();
  if (reason !== null) throw new Error(reason);
  koffi = requireKoffi();
  return koffi;
}

/**
 * The file that koffi was loaded from, to be told to threads and processes that are about to load it
 * too: to search for it takes longer than to load it. Null where that can't be said.
 */
export function koffiFile(): string | null {
  loadKoffi();
  return Object.keys(require.cache).find((file) => file.endsWith('koffi.node')) ?? null;
}

/** Loads koffi from a {@link koffiFile}, without a search; null leaves it to the first call. */
export function loadKoffiFrom(file: string | null): void {
  if (file !== null) koffi ??= require(file) as Koffi;
}

/**
 * koffi's entry searches for its binary among twenty platforms, which takes longer than all else
 * here; a process per connection pays that per connection. The package that holds the binary is
 * asked first, from where koffi itself would find it.
 */
function requireKoffi(): Koffi {
  const requireFromKoffi = createRequire(require.resolve('koffi'));
  try {
    return requireFromKoffi(`@koromix/koffi-linux-${process.arch}`) as Koffi;
  } catch {
    return require('koffi') as Koffi;
  }
}
