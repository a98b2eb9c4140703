import { Command } from 'commander';
import { judgeMachine } from '../harness/doctor/judge-machine.ts';
import { readMachineFacts } from '../harness/doctor/read-facts.ts';
import { renderCheckup } from '../reports/terminal/checkup-table.ts';
import type { Checkup } from '../results/checkup.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { tableOutput } from './output/table-output.ts';
import { writeOutputs } from './output/write-output.ts';

const HELP = `
Looks at the CPUs, at what else runs (for a second), at the limits of sockets and at the tools. It
changes nothing: the commands are for you to run.

Exit codes: 0 no problem; 3 a problem that makes figures mislead. Notes are no problems.
`;

export function describeDoctor(): Command {
  return new Command('doctor')
    .description('says what on this machine will spoil a measurement, and what to do about it')
    .option('--json <file>', 'also write the findings as JSON, - for standard output')
    .addHelpText('after', HELP)
    .action(doctor);
}

async function doctor({ json }: { readonly json?: string }): Promise<void> {
  const checkup = judgeMachine(await readMachineFacts(), new Date());
  process.exitCode = judgeCheckup(checkup);
  await writeOutputs([
    ...tableOutput(json === '-', (shown) => renderCheckup(checkup, shown)),
    ...(json === undefined
      ? []
      : [{ destination: json, render: () => `${JSON.stringify(checkup, null, 2)}\n` }]),
  ]);
}

export function judgeCheckup({ findings }: Checkup): ExitCode {
  return findings.some(({ verdict }) => verdict === 'problem') ? EXIT.unsound : EXIT.ok;
}
