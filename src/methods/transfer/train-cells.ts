/**
 * Trains a sweep's prompts: one alone, or those of several tasks together in a bank. A bank gives each prompt the curve that
 * it has alone (to float32's rounding) and fills a GPU that one small batch leaves idle.
 */
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import type { CellOf } from '../../experiment/sweep-cells.ts';
import type { CostedPoint, TrainedCell } from '../../experiment/sweep-record.ts';
import { parseTemplate } from '../../text/template.ts';
import { wrapExample } from '../../text/wrap-example.ts';
import { BankSession } from '../prompt/bank-session.ts';
import type { EncodedRow } from '../prompt/encoded-task.ts';
import { initialPrompt, untrainedInit, type SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../training/run-control.ts';
import { trainBank } from '../prompt/train-bank.ts';
import { TrainRun } from '../prompt/train-run.ts';
import { activatedBits } from './neuron-bits.ts';
import type { SweepWorld } from './sweep-world.ts';

/** How far the cell at work has come. */
export type CellProgress = (doing: string, done: number, total: number) => void;

export interface TrainingParts {
  readonly world: SweepWorld;
  readonly control: RunControl;
  readonly progress: CellProgress;
}

type TrainCell = CellOf<'train'>;

export const stopped = (): LabError =>
  new LabError({
    code: 'cancelled',
    message: 'Stopped.',
    remedy: 'Go on when you like: finished cells are kept.',
  });

/** An untrained prompt of a PLM; other seeds give other prompts. */
export function untrainedPrompt(
  world: SweepWorld,
  plm: string,
  task: string,
  seed: number,
): Promise<SavedPrompt> {
  return drawn(world, plm, task, seed, untrainedInit(world.sweep.training.init));
}

async function drawn(
  world: SweepWorld,
  plm: string,
  task: string,
  seed: number,
  init: Parameters<typeof initialPrompt>[0],
): Promise<SavedPrompt> {
  const { promptLength: length } = world.sweep.training;
  const { plm: opened, tokenizer } = await world.plm(plm);
  const { verbalizer } = await world.encodedTask(plm, task);
  const sources = {
    table: opened.wordTable,
    width: opened.width,
    tokenizer,
    labelWordIds: verbalizer.tokenIds,
    saved: null,
  };
  return { length, width: opened.width, values: initialPrompt(init, length, seed, sources) };
}

/** Where a cell's training begins: the start that all tasks of a seed share, or one of its own. */
function startOf(world: SweepWorld, { plm, task, seed, start }: TrainCell): Promise<SavedPrompt> {
  return start === 'shared'
    ? drawn(world, plm, task, seed, world.sweep.training.init)
    : untrainedPrompt(world, plm, task, randomStream(seed, `start of ${task}`).integer(0, 0x7fff_ffff));
}

/** No text and no word of a template, as in the paper: what is read there is the prompt's doing alone. */
export function bareRow({ plm, tokenizer }: PromptSession, maxLength: number): EncodedRow {
  const example = wrapExample(tokenizer, parseTemplate('{a}[MASK]'), { a: '' }, maxLength, plm.read);
  return { example, label: 0 };
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
export async function trainAlone(parts: TrainingParts, cell: TrainCell): Promise<TrainedCell> {
  const { world } = parts;
  const snapshots: Float32Array[] = [];
  const start = await startOf(world, cell);
  const trained = await trainFrom(parts, cell, start, `training ${cell.task}`, snapshots);
  const session = await world.session(cell.plm, cell.task, cell.seed);
  return { kind: 'trained', ...trained, activated: await activatedBy(session, snapshots) };
}

/**
 * Trains `task` from `start`.
 * @param snapshots takes the prompt at each dev evaluation
 */
export async function trainFrom(
  { world, control, progress }: TrainingParts,
  { plm, task: name, seed }: Pick<TrainCell, 'plm' | 'task' | 'seed'>,
  start: SavedPrompt,
  doing: string,
  snapshots: Float32Array[] = [],
): Promise<Omit<TrainedCell, 'kind' | 'activated'>> {
  const [task, session] = [await world.task(name), await world.session(plm, name, seed)];
  const { steps, promptLength: length } = world.sweep.training;
  const flopsBefore = session.trainedFlops;
  const curve: CostedPoint[] = [];
  const seconds: number[] = [];
  const run: TrainRun = new TrainRun({
    session,
    task,
    control,
    saved: start,
    from: null,
    watch: false,
    emit: (event) => {
      if (event.kind === 'phase' && event.phase === 'train') progress(doing, event.done, steps);
      // A checkpoint follows every evaluation; others come by the clock.
      if (event.kind === 'checkpoint' && event.checkpoint.dev.length > snapshots.length)
        snapshots.push(event.checkpoint.state.prompt.values);
      if (event.kind !== 'dev') return;
      curve.push({ ...event.point, flops: session.trainedFlops - flopsBefore });
      seconds.push(run.trainedSeconds);
    },
  });
  const best = await run.train();
  if (best === null) throw stopped();
  const { step: bestStep, dev, prompt } = best;
  return { length, width: session.plm.width, prompt, bestStep, dev, curve, seconds };
}

/**
 * Trains the prompts of `cells` (one PLM) in one program. A prompt that diverges harms no other and is left out of the
 * result, so that it fails alone. FLOPs and seconds are shared out evenly.
 * @throws LabError `cancelled` when stopped
 */
export async function trainTogether(
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
    onStep: (step) => progress(`training ${String(cells.length)} prompts together`, step, steps),
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
