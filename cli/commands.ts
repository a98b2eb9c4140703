import { Command } from 'commander';
import { cleanLines } from '../reports/text/clean-text.ts';

/** Each command's own file says what it takes and does, and is loaded when it is needed. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).describeRun(),
  load: async () => (await import('./load.ts')).describeLoad(),
  serve: async () => (await import('./serve.ts')).describeServe(),
  talk: async () => (await import('./talk.ts')).describeTalk(),
  demo: async () => (await import('./demo.ts')).describeDemo(),
  report: async () => (await import('./report.ts')).describeReport(),
  compare: async () => (await import('./compare.ts')).describeCompare(),
  doctor: async () => (await import('./doctor.ts')).describeDoctor(),
  gate: async () => (await import('./gate.ts')).describeGate(),
  selftest: async () => (await import('./selftest.ts')).describeSelftest(),
};

/**
 * The command line with the command that was asked for, or as a whole where it is none: a gate
 * starts `serve` hundreds of times, and to load all the others takes longer than to serve.
 */
export async function createProgram(version: string, asked: string | undefined): Promise<Command> {
  const program = new Command('echosounder')
    .description('Compares concurrency models of socket servers, and measures any socket server.')
    .version(version)
    .showHelpAfterError('(echosounder --help tells more)')
    .configureOutput({ writeErr: (text) => process.stderr.write(cleanLines(text)) })
    .exitOverride();
  const known = Object.entries(COMMANDS).filter(([name]) => name === asked);
  const wanted = known.length > 0 ? known : Object.entries(COMMANDS);
  for (const command of await Promise.all(wanted.map(([, load]) => load()))) {
    program.addCommand(
      command
        .copyInheritedSettings(program)
        .showHelpAfterError(`(echosounder ${command.name()} --help tells more)`),
    );
  }
  return program;
}
