import { join } from 'node:path';
import { followGate } from '../gate/judge-gate.ts';
import { planNextPair } from '../gate/next-pair.ts';
import type { CheckedGate } from '../harness/config/gate-config.ts';
import { loadConfig } from '../harness/config/load-config.ts';
import type { StrategyEntry } from '../harness/config/strategy-config.ts';
import { checkOut, prepareCheckout } from '../harness/gate/checkout.ts';
import type { MeasuredCell } from '../harness/gate/gate-cell.ts';
import { GatePreparationError } from '../harness/gate/preparation-error.ts';
import {
  chooseEntries,
  describeGateCells,
  describeGateRun,
  type GateRunContext,
  orderGate,
  refuseUnfit,
  requireGate,
  settleGate,
} from '../harness/gate/prepare-gate.ts';
import { refuseSharedFiles } from '../harness/gate/refuse-shared-files.ts';
import { findRepository, type Repository, resolveCommit } from '../harness/gate/repository.ts';
import { runGate } from '../harness/gate/run-gate.ts';
import { freeRunId } from '../results/free-run-id.ts';
import type { GateOrder } from '../results/gate-order.ts';
import { appendTrial, createRunFolder, writeRunHeader } from '../results/run-folder.ts';
import { createRunId } from '../results/run-id.ts';
import type { Trial } from '../results/trial.ts';
import { describeExtent } from './describe-extent.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { readNames } from './options/read-names.ts';
import { ownCommand } from './output/own-command.ts';
import { nameTrial } from './progress/planned-trial.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress/progress-display.ts';
import { refuseTooFewPairs } from './refuse-too-few-pairs.ts';

export interface MeasureGateOptions {
  readonly config: string;
  readonly only?: string;
  readonly seed?: number;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Measures a gate side by side; every trial is in the folder as soon as it has ended. */
export async function measureGate(
  base: string,
  options: MeasureGateOptions,
): Promise<{ folder: string; interrupt: Interrupt }> {
  const config = await loadConfig(options.config);
  const gate = requireGate(config);
  const only = options.only === undefined ? null : readNames(options.only);
  const entries = chooseEntries(gate, only);
  await refuseUnfit(entries, gate);
  const repository = await findRepository(process.cwd());
  refuseSharedFiles(entries, process.cwd(), repository.top);
  const commit = await resolveCommit(repository, base);
  const setting = settleGate(config);
  const seed = options.seed ?? config.seed;
  const context = { config, setting, seed, command: describeCommand(base, options) };
  const head = { commit: repository.headCommit, isDirty: repository.isDirty };
  const order = orderGate(gate, entries, { base: { ref: base, commit }, head });
  refuseTooFewPairs(order);

  const id = freeRunId('runs', createRunId(`gate-${base}`, new Date()));
  const folder = options.out ?? join('runs', id);
  await createRunFolder(folder, describeGateRun(id, order, context));
  const display = createProgressDisplay(null, process.stderr, {
    isQuiet: options.quiet === true,
  });
  const interrupt = listenForInterrupt(() =>
    display.say('interrupted: saving what was measured (press Ctrl-C again to stop at once)'),
  );
  display.say(`checking out ${base} (${commit.slice(0, 12)}) and preparing it`);
  display.say(describeExtent(order, gate));
  const keep = { id, folder, order, context };
  try {
    await measureBesideBase(keep, { repository, gate, entries }, display, interrupt);
  } catch (error) {
    if (!(error instanceof GatePreparationError)) throw error;
    if (!interrupt.signal.aborted) await keepObstacle(keep, error.message);
  } finally {
    display.end();
  }
  return { folder, interrupt };
}

/** What is kept of a gate, and where. */
interface Keep {
  readonly id: string;
  readonly folder: string;
  readonly order: GateOrder;
  readonly context: GateRunContext;
}

interface Sides {
  readonly repository: Repository;
  readonly gate: CheckedGate;
  readonly entries: readonly StrategyEntry[];
}

/** Base has a checkout for as long as it is measured. Throws a `GatePreparationError` without one. */
async function measureBesideBase(
  keep: Keep,
  { repository, gate, entries }: Sides,
  display: ProgressDisplay,
  interrupt: Interrupt,
): Promise<void> {
  const { prepare = null, prepareTimeout } = gate;
  const limits = { timeoutMs: prepareTimeout / 1e6, interrupt: interrupt.signal };
  const checkout = await checkOut(repository, keep.order.base.commit, limits);
  try {
    await prepareCheckout(checkout, prepare, limits);
    const folders = { base: checkout.folder, head: process.cwd() };
    const cells = describeGateCells(gate, entries, folders, keep.context.setting);
    await keepAll(keep, cells, display, interrupt);
  } finally {
    await checkout.remove();
  }
}

/** A base that never came to be measured is a verdict like any other, in every format asked for. */
async function keepObstacle({ id, folder, order, context }: Keep, obstacle: string): Promise<void> {
  const cells = order.cells.map((cell) => ({ ...cell, obstacle }));
  await writeRunHeader({ path: folder }, describeGateRun(id, { ...order, cells }, context));
}

async function keepAll(
  { id, folder, order, context }: Keep,
  cells: readonly MeasuredCell[],
  display: ProgressDisplay,
  interrupt: Interrupt,
): Promise<void> {
  const { setting, seed } = context;
  const header = describeGateRun(id, order, context);
  let number = 0;
  const runner = {
    setting,
    seed,
    onStart: (trial: Trial) => display.trialStarted(nameTrial(trial), number + 1),
    onProgress: display.update,
    interrupt: interrupt.signal,
    patience: { leftMs: (context.config.gate?.patience ?? 0) / 1e6 },
  };
  const events = runGate({ order, cells }, runner, (known, trials) =>
    planNextPair(known, followGate(known, trials), seed),
  );
  for await (const event of events) {
    if (event.type === 'order') {
      await writeRunHeader(
        { path: folder },
        { ...header, config: { gate: event.order, asked: context.config.gate } },
      );
      continue;
    }
    await appendTrial({ path: folder }, event.result);
    number += 1;
    display.trialFinished(event.result, number);
  }
}

function describeCommand(base: string, { config, only, seed }: MeasureGateOptions): string {
  return ownCommand([
    ...['gate', '--base', base],
    ...(config === 'bench.config.ts' ? [] : ['--config', config]),
    ...(only === undefined ? [] : ['--only', only]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ]);
}
