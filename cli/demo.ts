import { Command } from 'commander';
import type { Demo } from '../demos/demo.ts';
import { nearestName } from '../harness/config/nearest-name.ts';
import { ServerStartError } from '../servers/hosting/server-start-error.ts';
import { unsupportedReason } from '../sockets/libc.ts';
import { SocketError } from '../sockets/socket-error.ts';
import { EXIT } from './exit-code.ts';
import { complain } from './output/complain.ts';
import { writeStandardOutput } from './output/standard-output.ts';
import { renderIntro, renderList, renderStory } from './render-story.ts';
import { UsageError } from './usage-error.ts';

interface DemoOptions {
  readonly json?: true;
}

export function describeDemo(): Command {
  return new Command('demo')
    .description('shows a trap of socket programming in a few seconds; without a name, lists them')
    .argument('[name]', 'the trap to show')
    .option('--json', 'print what was measured, as JSON')
    .action(demo);
}

async function demo(name: string | undefined, options: DemoOptions): Promise<void> {
  const { DEMOS } = await import('../demos/registry.ts');
  if (name === undefined) {
    if (options.json === true) throw new UsageError('--json needs the name of a demo before it');
    return await writeStandardOutput(renderList(DEMOS));
  }
  const chosen = DEMOS.find((known) => known.name === name);
  if (chosen === undefined) throw new UsageError(describeUnknown(name, DEMOS));
  const obstacle = unsupportedReason();
  if (obstacle !== null) return refuse(chosen, obstacle);
  try {
    process.exitCode = await show(chosen, options.json === true);
  } catch (error) {
    // A kernel that lacks a call, or forbids it: the trap can't be shown, and that is no fault.
    if (!(error instanceof SocketError || error instanceof ServerStartError)) throw error;
    await refuse(chosen, error.message);
  }
}

async function refuse({ name }: Demo, reason: string): Promise<void> {
  await complain(`${name} can't be shown here: ${reason}`);
  process.exitCode = EXIT.unsound;
}

async function show(demo: Demo, asJson: boolean): Promise<number> {
  if (!asJson) await writeStandardOutput(renderIntro(demo));
  const values = await demo.measure();
  const claims = demo.check(values);
  await writeStandardOutput(
    asJson
      ? `${JSON.stringify({ demo: demo.name, values, claims }, null, 2)}\n`
      : renderStory(demo.tell(values), claims),
  );
  return claims.every(({ holds }) => holds) ? EXIT.ok : EXIT.unsound;
}

function describeUnknown(name: string, demos: readonly Demo[]): string {
  const names = demos.map((known) => known.name);
  const nearest = nearestName(name, names);
  const hint = nearest === null ? '' : `did you mean '${nearest}'? `;
  return `there is no demo '${name}': ${hint}there are ${names.join(', ')}`;
}
