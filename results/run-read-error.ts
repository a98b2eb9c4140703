/**
 * Why a run cannot be read at all. `absent`: there is no such folder or file. `unreadable`: it is
 * there, but the system does not let us read it. `newer`: a later version wrote it. `invalid`: it is
 * not what it should be.
 */
export type RunReadFault = 'absent' | 'unreadable' | 'newer' | 'invalid';

export class RunReadError extends Error {
  override readonly name = 'RunReadError';
  readonly path: string;
  readonly fault: RunReadFault;

  constructor(path: string, fault: RunReadFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
    this.fault = fault;
  }
}
