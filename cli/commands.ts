import { Command } from 'commander';
import { cleanLines } from '../reports/clean-text.ts';
import { describeCompare } from './compare.ts';
import { describeDemo } from './demo.ts';
import { describeDoctor } from './doctor.ts';
import { describeGate } from './gate.ts';
import { describeLoad } from './load.ts';
import { describeReport } from './report.ts';
import { describeRun } from './run.ts';
import { describeSelftest } from './selftest.ts';
import { describeServe } from './serve.ts';
import { describeTalk } from './talk.ts';

/** The command line as a whole. Each command's own file says what it takes and does. */
export function createProgram(version: string): Command {
  const program = new Command('echosounder')
    .description('Compares concurrency models of socket servers, and measures any socket server.')
    .version(version)
    .showHelpAfterError('(echosounder --help tells more)')
    .configureOutput({ writeErr: (text) => process.stderr.write(cleanLines(text)) })
    .exitOverride();
  const commands = [
    describeRun(),
    describeLoad(),
    describeServe(),
    describeTalk(),
    describeDemo(),
    describeReport(),
    describeCompare(),
    describeDoctor(),
    describeGate(),
    describeSelftest(),
  ];
  for (const command of commands) {
    program.addCommand(
      command
        .copyInheritedSettings(program)
        .showHelpAfterError(`(echosounder ${command.name()} --help tells more)`),
    );
  }
  return program;
}
