/** Output could not be written. The command line turns it into exit code 4. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly path: string;

  constructor(path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
  }
}

/** Says in one sentence which path could not be written, why, and what to do about it. */
export function describeWriteFailure(path: string, cause: unknown): OutputError {
  const code = errorCode(cause);
  const advice = ADVICE[code] ?? 'choose another place to write to';
  return new OutputError(path, `cannot write ${path} (${code}): ${advice}`, cause);
}

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there; choose another place',
  EPERM: 'you may not write there; choose another place',
  EROFS: 'the file system is read-only; choose another place',
  ENOSPC: 'the disk is full; free some space, or choose another place',
  EDQUOT: 'your disk quota is used up; free some space, or choose another place',
  ENOENT: 'there is no such folder, or nothing can be made in it; choose another place',
  ENOTDIR: 'a part of this path is a file, not a folder; choose another place',
  EEXIST: 'a file of that name is in the way; choose another place',
  EISDIR: 'it is a folder; name a file',
  ENAMETOOLONG: 'the name is too long; choose a shorter one',
};

/** The system's name for an error (`ENOENT`), or its message when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.message : String(error);
}
