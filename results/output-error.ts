/** Output could not be written. The command line turns it into exit code 4. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly path: string;

  constructor(path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
  }
}

/**
 * Says in one sentence which path could not be written, why, and what to do about it. `elsewhere` is
 * how another place is chosen.
 */
export function describeWriteFailure(
  path: string,
  cause: unknown,
  elsewhere = 'choose another place',
): OutputError {
  const code = errorCode(cause);
  const reason = REASONS[code];
  const advice = ADVICE[code] ?? (reason === undefined ? elsewhere : `${reason}; ${elsewhere}`);
  return new OutputError(path, `cannot write ${path} (${code}): ${advice}`, cause);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'your disk quota is used up: free some space',
  ENOENT: 'there is no such folder, or nothing can be made in it',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
};

const ADVICE: Readonly<Record<string, string>> = {
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
