import { ConfigError } from '../../harness/config/check-config.ts';
import { GatePreparationError } from '../../harness/gate/preparation-error.ts';
import { TargetError } from '../../harness/target/resolve-target.ts';
import { OutputError } from '../../results/output-error.ts';
import { RunReadError } from '../../results/run-read-error.ts';
import { ServerStartError } from '../../servers/hosting/server-start-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';

/** One clear sentence and the exit code for what went wrong; a fault of ours keeps its stack. */
export function describeFailure(error: unknown): { message: string; exitCode: ExitCode } {
  const isUsage =
    error instanceof UsageError || error instanceof ConfigError || error instanceof TargetError;
  if (isUsage) {
    return { message: error.message, exitCode: EXIT.usage };
  }
  if (error instanceof ServerStartError) {
    const exitCode =
      error.code === 'died' || error.code === 'not-ready' ? EXIT.unsound : EXIT.usage;
    return { message: error.message, exitCode };
  }
  if (error instanceof GatePreparationError) {
    return { message: error.message, exitCode: EXIT.unsound };
  }
  if (error instanceof OutputError) return { message: error.message, exitCode: EXIT.output };
  if (error instanceof RunReadError) {
    const exitCode = error.fault === 'absent' ? EXIT.usage : EXIT.unsound;
    return { message: error.message, exitCode };
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `a fault of echosounder: ${told}`, exitCode: EXIT.unsound };
}
