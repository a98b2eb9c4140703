import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { createProgram } from './commands.ts';
import { EXIT } from './exit-code.ts';
import { complain } from './output/complain.ts';
import { watchStandardStreams } from './output/standard-output.ts';

watchStandardStreams(EXIT.output);
process.exitCode = await main(process.argv);

/** Understands the command line, runs the command, and says with which code to exit. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(readVersion(), argv[2]);
    await program.parseAsync(argv);
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    // Commander has said what it had to say; its own codes are not ours.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    // It knows every kind of error, and so loads a good part of the house.
    const { describeFailure } = await import('./output/describe-failure.ts');
    const { message, exitCode } = describeFailure(error);
    await complain(message);
    // A config that was refused may have left something running that would keep us.
    if (exitCode === EXIT.usage) process.exit(exitCode);
    return exitCode;
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
