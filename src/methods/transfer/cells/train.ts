/**
 * Trains a sweep's prompts: one alone, or those of several tasks together in a bank. A bank gives each prompt the curve that
 * it has alone (to float32's rounding) and fills a GPU that one small batch leaves idle.
 */
import { LabError } from '../../../errors/lab-error.ts';
import { randomStream } from '../../../experiment/random.ts';
import { TRAIN, type TrainCell, type TrainedCell } from '../../../experiment/transfer/cells/train.ts';
import { BankSession } from '../../prompt/bank-session.ts';
import type { SavedPrompt } from '../../prompt/prompt-init.ts';
import type { PromptSession } from '../../prompt/prompt-session.ts';
import { trainBank } from '../../prompt/train-bank.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { bareRow } from '../bare-row.ts';
import { activatedBits } from '../neuron-bits.ts';
import { trainFrom, type TrainingParts } from '../train-from.ts';
import type { TransferWorld } from '../transfer-world.ts';
import { sharedStart, untrainedPrompt } from '../untrained-prompt.ts';

/** Where a cell's training begins: the start that all tasks of a seed share, or one of its own. */
function startOf(world: TransferWorld, { plm, task, seed, start }: TrainCell): Promise<SavedPrompt> {
  return start === 'shared'
    ? sharedStart(world, plm, task, seed)
    : untrainedPrompt(world, plm, task, randomStream(seed, `start of ${task}`).integer(0, 0x7fff_ffff));
}

/** What each snapshot of a training activates alone. */
async function activatedBy(session: PromptSession, snapshots: readonly Float32Array[]): Promise<string[]> {
  const bits: string[] = [];
  for (const prompt of snapshots) {
    const { values } = await session.neurons([bareRow(session, session.recipe.maxLength)], prompt);
    bits.push(activatedBits(values));
  }
  return bits;
}

/** @throws LabError what a run throws, `cancelled` when stopped */
async function trainAlone(parts: TrainingParts, cell: TrainCell): Promise<TrainedCell> {
  const { world } = parts;
  const snapshots: Float32Array[] = [];
  const start = await startOf(world, cell);
  const session = await world.session(cell.plm, cell.task, cell.seed);
  const trained = await trainFrom(parts, session, start, `training ${cell.task}`, [], snapshots);
  return { kind: 'trained', ...trained, activated: await activatedBy(session, snapshots) };
}

/**
 * Trains the prompts of `cells` (one PLM) in one program. A prompt that diverges harms no other and is left out of the
 * result, so that it fails alone. FLOPs and seconds are shared out evenly.
 * @throws LabError `cancelled` when stopped
 */
async function trainTogether(
  parts: TrainingParts,
  cells: readonly TrainCell[],
): Promise<ReadonlyMap<TrainCell, TrainedCell>> {
  const { world, control, progress } = parts;
  const [{ plm: name }] = cells;
  const { plm, tokenizer, programs } = await world.plm(name);
  const sessions: PromptSession[] = [];
  for (const { task, seed } of cells) sessions.push(await world.session(name, task, seed));
  const members = sessions.map(({ task, recipe }) => ({ task, recipe }));
  const bank = new BankSession(plm, tokenizer, members, await world.engine(name), world.onCompile, programs);
  const starts: Float32Array[] = [];
  for (const cell of cells) starts.push((await startOf(world, cell)).values);
  const { steps, promptLength: length } = world.sweep.training;
  const snapshots = cells.map((): Float32Array[] => []);
  const costs: { readonly flops: number; readonly seconds: number }[] = [];
  const results = await trainBank({
    session: bank,
    starts,
    scorers: sessions,
    control,
    onStep: (step, loss) => progress(`training ${String(cells.length)} prompts together`, step, steps, loss),
    onMoment: ({ prompts, trainedMs }) => {
      prompts.forEach((prompt, member) => snapshots[member].push(prompt));
      costs.push({
        flops: bank.trainedFlops / cells.length,
        seconds: trainedMs / 1000 / cells.length,
      });
    },
  });
  if (results === null) throw stopped();
  const trained = new Map<TrainCell, TrainedCell>();
  for (const [member, cell] of cells.entries()) {
    const { best, dev, diverged } = results[member];
    if (best === null || diverged !== null) continue;
    trained.set(cell, {
      kind: 'trained',
      length,
      width: plm.width,
      prompt: best.prompt,
      bestStep: best.step,
      dev: best.dev,
      curve: dev.map((point, index) => ({ ...point, flops: costs[index].flops })),
      seconds: dev.map((_, index) => costs[index].seconds),
      activated: await activatedBy(sessions[member], snapshots[member]),
    });
  }
  return trained;
}

/** The training cells that are computed along with `cell`, itself first. */
async function bankOf(
  cell: TrainCell,
  { world, has }: Pick<CellContext<TransferWorld>, 'world' | 'has'>,
): Promise<readonly TrainCell[]> {
  const others = world.sweep.tasks
    .filter((task) => task !== cell.task)
    .map((task) => ({ ...cell, task }))
    .filter((other) => !has(TRAIN, other));
  return [cell, ...others].slice(0, await world.bankSize(cell.plm));
}

export const train: CellComputation<TrainCell, TrainedCell, TransferWorld> = {
  of: TRAIN,
  async compute(cell, context) {
    const together = await bankOf(cell, context);
    if (together.length > 1)
      try {
        const trained = await trainTogether(context, together);
        for (const [member, result] of trained) context.keep(TRAIN, member, result);
        const own = trained.get(cell);
        if (own !== undefined) return own;
      } catch (thrown) {
        if (!(thrown instanceof LabError && thrown.code === 'out-of-memory')) throw thrown;
        context.world.giveUpBanks();
      }
    return trainAlone(context, cell);
  },
};
