import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

/** Which file it is, not only what it is called: the name may be somebody else's by now. */
export interface SocketFile {
  readonly path: string;
  readonly device: number;
  readonly inode: number;
}

const PROBE_TIMEOUT_MS = 1000;

/**
 * Makes a path free for a server to bind. A unix socket leaves its file behind when its server is
 * killed, and bind fails on it for ever after. Only a socket file that refuses connections is
 * removed; whatever answers, or is no socket, is left alone.
 *
 * @returns what stands in the way, as one sentence; `null` when the path is free now
 */
export async function clearUnixSocketPath(path: string): Promise<string | null> {
  const stats = await statOrNull(path);
  if (stats === null) return null;
  if (!stats.isSocket()) return 'there is a file of that name that is no socket';
  const outcome = await probe(path);
  if (outcome === 'ENOENT') return null;
  if (outcome !== 'ECONNREFUSED') return `a server answers there already (${outcome})`;
  await unlink(path).catch(ignoreMissing);
  return null;
}

/** Call it when the server listens: the file is the one it made. */
export async function identifySocketFile(path: string): Promise<SocketFile | null> {
  const stats = await statOrNull(path);
  return stats === null ? null : { path, device: stats.dev, inode: stats.ino };
}

/** Removes that very file; leaves one that somebody else put in its place. */
export async function removeSocketFile(file: SocketFile): Promise<void> {
  const stats = await statOrNull(file.path);
  if (stats === null || stats.dev !== file.device || stats.ino !== file.inode) return;
  await unlink(file.path).catch(ignoreMissing);
}

/** Connects once: `connected`, or the code of the error. */
function probe(path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const timer = setTimeout(() => end('no answer'), PROBE_TIMEOUT_MS);
    const end = (outcome: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

async function statOrNull(path: string) {
  return lstat(path).catch((error) => {
    ignoreMissing(error);
    return null;
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
