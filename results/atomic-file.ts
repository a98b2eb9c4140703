import { randomBytes } from 'node:crypto';
import { open, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeWriteFailure } from './output-error.ts';

/**
 * Replaces a file as a whole: written beside it, flushed to the disk, renamed. Whoever reads it, and
 * whenever the machine stops, finds the old text or the new one, never a half. A path that is no
 * regular file (`/dev/stdout`, a pipe) cannot be replaced and is written straight.
 * Throws an `OutputError`.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  try {
    const place = await findPlace(path);
    if (place.replaceable) await replaceFile(place.path, text);
    else await writeFile(place.path, text);
  } catch (error) {
    throw describeWriteFailure(path, error);
  }
}

/** Follows links, so that renaming replaces the file that is meant and not the link to it. */
async function findPlace(path: string): Promise<{ path: string; replaceable: boolean }> {
  const target = await realpath(path).catch(() => null);
  if (target === null) return { path, replaceable: true };
  return { path: target, replaceable: (await stat(target)).isFile() };
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(
    dirname(path),
    `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a new or renamed entry of the folder survive a power cut (man 2 fsync). */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there the rename has to be enough.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
