import { Command } from 'commander';
import { nearestName } from '../harness/config/nearest-name.ts';
import { renderSelftest, type SelftestExtent } from '../reports/terminal/selftest-table.ts';
import { keepSelftest } from '../results/kept-selftest.ts';
import type { Selftest, SelftestCheck, SelftestVerdict } from '../results/selftest.ts';
import type { Check } from '../selftest/check.ts';
import { CHECKS } from '../selftest/registry.ts';
import { runSelftest } from '../selftest/run-selftest.ts';
import { unsupportedReason } from '../sockets/libc.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { listenForInterrupt } from './interrupt.ts';
import { complain } from './output/complain.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { tableOutput } from './output/table-output.ts';
import { writeOutputs } from './output/write-output.ts';
import { UsageError } from './usage-error.ts';

interface SelftestOptions {
  readonly json?: string;
  readonly only?: string;
  readonly quiet?: boolean;
}

const HELP = `
Takes about a minute, and wants the machine for itself. A check whose measurement the host spoiled
is measured once more, which may take a second minute; if that is spoiled too it says cannot-tell,
which is no failure.

Exit codes: 0 every check passed; 1 a check failed; 3 cannot tell.

The result is kept for this user and machine, and every run and load says what it was; one of
--only is not kept. Checks: `;

export function describeSelftest(): Command {
  return new Command('selftest')
    .description('measures servers whose true answer is known, and prints its own error')
    .option('--only <names>', 'checks to run, separated by commas')
    .option('--json <file>', 'also write the result as JSON, - for standard output')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .addHelpText('after', () => `${HELP}${CHECKS.map(({ name }) => name).join(', ')}.`)
    .action(selftest);
}

async function selftest({ json, only, quiet: isQuiet = false }: SelftestOptions): Promise<void> {
  const checks = only === undefined ? CHECKS : chooseChecks(only);
  refuseUnwritable([json]);
  const reason = unsupportedReason();
  if (reason !== null) {
    await complain(`the selftest can't tell anything here: ${reason}`);
    process.exitCode = EXIT.unsound;
    return;
  }
  const say = (line: string): void => {
    if (!isQuiet) process.stderr.write(`${line}\n`);
  };
  const interrupt = listenForInterrupt(() => say('interrupted: nothing is kept'));
  const result = await runSelftest(
    checks,
    {
      checkStarted: ({ claim }, number) => say(`[${number}/${checks.length}] ${claim}`),
      checkFinished: (check) => say(describeCheck(check)),
    },
    interrupt.signal,
  );
  if (result === null) {
    process.exitCode = interrupt.exitCode ?? EXIT.unsound;
    return;
  }
  process.exitCode = judgeSelftest(result.verdict);
  const extent = only === undefined ? 'whole' : 'part';
  await publish(result, extent, { json, isQuiet });
  if (only === undefined) await keepSelftest(result);
}

export function chooseChecks(only: string): readonly Check[] {
  const names = only
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = CHECKS.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (names.length === 0)
    throw new UsageError(`--only '${only}' names no check: write --only freeze`);
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, known);
    const hint = nearest === null ? `there are ${known.join(', ')}` : `did you mean '${nearest}'?`;
    throw new UsageError(`--only: no check is called '${unknown}': ${hint}`);
  }
  return CHECKS.filter(({ name }) => names.includes(name));
}

export function judgeSelftest(verdict: SelftestVerdict): ExitCode {
  if (verdict === 'pass') return EXIT.ok;
  return verdict === 'fail' ? EXIT.failed : EXIT.unsound;
}

function describeCheck({ verdict, reason }: SelftestCheck): string {
  return reason === null ? `  ${verdict}` : `  ${verdict}: ${reason}`;
}

async function publish(
  result: Selftest,
  extent: SelftestExtent,
  { json, isQuiet }: { readonly json: string | undefined; readonly isQuiet: boolean },
): Promise<void> {
  await writeOutputs([
    ...tableOutput(json === '-', (shown) => renderSelftest(result, shown, extent), { isQuiet }),
    ...(json === undefined
      ? []
      : [{ destination: json, render: () => `${JSON.stringify(result, null, 2)}\n` }]),
  ]);
}
