import { UNSUPPORTED } from './host-message.ts';

export type ServerStartErrorCode =
  | 'unknown-name'
  | 'unsupported'
  | 'address-in-use'
  | 'address-not-available'
  | 'permission'
  | 'not-ready'
  | 'died'
  | 'failed';

/** A server that did not come up. Nothing of it is left when this is thrown. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly code: ServerStartErrorCode;
  /** The last 2 KiB of what it wrote on standard error. */
  readonly stderrTail: string;

  constructor(code: ServerStartErrorCode, message: string, stderrTail = '') {
    super(stderrTail.trim() === '' ? message : `${message}\nIts last words:\n${stderrTail.trim()}`);
    this.code = code;
    this.stderrTail = stderrTail;
  }
}

/** Puts what the server process reported into one sentence, with what to do next. */
export function explainStartFailure(
  strategyName: string,
  address: string,
  reported: { readonly code: string; readonly message: string },
  stderrTail: string,
): ServerStartError {
  const [code, advice] = REASONS[reported.code] ?? ['failed', ''];
  const message =
    code === 'unsupported'
      ? `${strategyName} can't serve ${address} here: ${reported.message}`
      : `${strategyName} could not listen on ${address}: ${reported.message}${advice}`;
  return new ServerStartError(code, message, stderrTail);
}

const REASONS: Readonly<Record<string, readonly [ServerStartErrorCode, string]>> = {
  EADDRINUSE: ['address-in-use', '; end whoever listens there, or choose another address'],
  EADDRNOTAVAIL: ['address-not-available', '; this machine has no such address'],
  EAFNOSUPPORT: ['address-not-available', '; this machine has no such address family'],
  ENOTFOUND: ['address-not-available', '; no such host is known'],
  ENOENT: ['address-not-available', '; the folder of a unix socket must exist'],
  EACCES: ['permission', '; ports under 1024 and foreign folders need more rights'],
  EPERM: ['permission', '; this user may not'],
  [UNSUPPORTED]: ['unsupported', ''],
};
