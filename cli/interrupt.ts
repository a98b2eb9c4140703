import { EXIT, type ExitCode } from './exit-code.ts';
import { settleWrites } from './output/write-output.ts';

/** A file that is being written when somebody is in a hurry gets this long to be whole. */
const WRITE_LIMIT_MS = 2_000;

/** Turns the first SIGINT or SIGTERM into an orderly end; the second ends at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code that the signal asks for, once there was one. */
  readonly exitCode: ExitCode | null;
}

/** From here on the process ends by its own doing, so that what was measured is saved first. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let exitCode: ExitCode | null = null;
  const onSignal = (code: ExitCode) => () => {
    if (exitCode !== null) {
      void settleWrites(WRITE_LIMIT_MS).then(() => process.exit(code));
      return;
    }
    exitCode = code;
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', onSignal(EXIT.sigint));
  process.on('SIGTERM', onSignal(EXIT.sigterm));
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
  };
}
