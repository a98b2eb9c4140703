import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode } from './output-error.ts';
import { RunReadError } from './run-read-error.ts';

/** Opens a regular file of at most `maxBytes`; a pipe or a device would be waited on forever. */
export async function openRunFile(path: string, maxBytes: number): Promise<FileHandle> {
  const file = await openForReading(path);
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      throw new RunReadError(path, 'invalid', `${path} is not a regular file`);
    }
    if (status.size > maxBytes) {
      throw new RunReadError(
        path,
        'invalid',
        `${path} has ${status.size} bytes: at most ${maxBytes} are read`,
      );
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new RunReadError(
        path,
        'absent',
        `there is no ${path}: name the folder of a run, as \`echosounder run\` printed it`,
        cause,
      );
    }
    throw new RunReadError(path, 'unreadable', `${path} cannot be read (${code})`, cause);
  }
}
