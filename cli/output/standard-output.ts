import { errorCode, OutputError } from '../../results/output-error.ts';

/** The first thing that went wrong on standard output; after it nothing more is written there. */
let failure: Error | null = null;

/**
 * Watches the standard streams, so that a full disk or a reader that has left is no crash. A reader
 * that left (`| head`) has what it wanted: the command ends with its own code. Any other failure is
 * told at the end, with `exitCode`, unless a caller of {@link writeStandardOutput} was given it.
 */
export function watchStandardStreams(exitCode: number): void {
  process.stdout.on('error', (error: Error) => {
    if (failure !== null) return;
    failure = error;
    if (isReaderGone(error)) return;
    process.once('exit', () => {
      process.stderr.write(`echosounder: ${describeFailedOutput(error).message}\n`);
      process.exitCode = exitCode;
    });
  });
  // There is no third place to say that nobody listens on standard error.
  process.stderr.on('error', () => {});
}

/** Resolves once standard output has taken the text. Throws an `OutputError`. */
export function writeStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (failure !== null) {
      if (isReaderGone(failure)) resolve();
      else reject(describeFailedOutput(failure));
      return;
    }
    process.stdout.write(text, (error) => {
      if (!(error instanceof Error)) return resolve();
      // The stream tells its caller first, and then everybody by an event.
      failure ??= error;
      if (isReaderGone(failure)) resolve();
      else reject(describeFailedOutput(failure));
    });
  });
}

function isReaderGone(error: Error): boolean {
  return errorCode(error) === 'EPIPE';
}

function describeFailedOutput(error: Error): OutputError {
  return new OutputError(
    'standard output',
    `cannot write to standard output (${errorCode(error)}): send it somewhere else, or name a file`,
    error,
  );
}
