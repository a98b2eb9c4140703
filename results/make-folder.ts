import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode } from './output-error.ts';

/**
 * Makes a folder and those above it that are missing, one after the other: `mkdir` with `recursive`
 * never returns where the system answers ENOENT for a folder that is there, as `/proc` does.
 * Throws the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  for (const folder of await listMissing(resolve(path))) await makeLevel(folder);
}

/** From the outermost to the folder itself; bounded, because every step is one level up. */
async function listMissing(path: string): Promise<readonly string[]> {
  const missing: string[] = [];
  let folder = path;
  while (!(await exists(folder))) {
    missing.unshift(folder);
    const above = dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return missing;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Another run may have made it in the meantime; whether it is a folder shows one level deeper. */
async function makeLevel(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
