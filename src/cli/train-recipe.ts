/** Trains what a recipe says, with a progress bar: what `train`, `run` and `repeat` have in common. */
import { SingleBar } from 'cli-progress';
import type { Task } from '../experiment/task-types.ts';
import { createNodeEngine } from '../engine/node-engine.ts';
import type { EngineChoice, Recipe } from '../experiment/recipe-types.ts';
import type { RunRecord, RunResult } from '../experiment/run-record.ts';
import { encodeTask } from '../methods/prompt/encoded-task.ts';
import { PromptSession } from '../methods/prompt/prompt-session.ts';
import { RunControl } from '../methods/training/run-control.ts';
import { runHashes } from '../methods/prompt/run-fingerprints.ts';
import { TrainRun } from '../methods/prompt/train-run.ts';
import type { TrainEvent } from '../experiment/train-events.ts';
import { ensureModel } from './hub-model.ts';
import { openModel, type OpenedModel } from './open-model.ts';
import { openTask } from './open-task.ts';
import { say } from './output.ts';
import { RunRecorder } from './record.ts';
import { openPrompt } from './prompt-file.ts';

/** Neuron frames in a record: enough for a film, few enough for a page. */
const FRAMES = 7;

export interface OpenedRecipe extends OpenedModel {
  readonly task: Task;
}

export interface Trained {
  readonly record: RunRecord;
  readonly result: RunResult;
  readonly heapBytes: number;
  /** Compiling and opening the engine included. */
  readonly seconds: number;
}

/** What a recipe names. @throws LabError for a PLM or a task that is not there */
export async function openParts(plm: string, task: string): Promise<OpenedRecipe> {
  await ensureModel(plm);
  return { ...openModel(plm), task: await openTask(task) };
}

/**
 * @param keep whether the record is to be a whole one: with neurons, soft tokens, examples and hashes
 * @param choice in place of the recipe's engine
 * @throws LabError what opening the engine, compiling and training throw
 */
export async function trainRecipe(
  recipe: Recipe,
  { plm, tokenizer, task }: OpenedRecipe,
  keep: boolean,
  choice: EngineChoice = recipe.engine,
): Promise<Trained> {
  const started = performance.now();
  const encoded = encodeTask(plm, tokenizer, task, recipe);
  for (const warning of encoded.warnings) say(`note: ${warning}`);
  const engine = await createNodeEngine(choice);
  say(
    `${plm.name} on ${engine.report.engine} (${engine.report.device}, ${String(engine.report.threads)} threads): ${task.name}, ${String(encoded.train.length)} rows`,
  );
  const recorder = new RunRecorder(
    recipe,
    task.labels,
    engine.report,
    `npm run -s lab -- ${process.argv.slice(2).join(' ')}`,
  );
  if (keep) recorder.take({ kind: 'hashes', hashes: await runHashes({ plm, tokenizer }, task) });
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {state}',
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
  });
  bar.start(recipe.training.steps, 0, { state: '' });
  const run = new TrainRun({
    session: new PromptSession(plm, tokenizer, encoded, recipe, engine),
    task,
    control: new RunControl(),
    emit: (event) => {
      recorder.take(event);
      report(event, bar);
    },
    saved: recipe.init.kind === 'saved' ? (await openPrompt(recipe.init.promptId, null)).prompt : null,
    from: null,
    watch: keep,
  });
  const result = await run.run().finally(() => {
    bar.stop();
  });
  const { heapBytes } = engine.memory();
  await engine.release();
  if (result === null) throw new Error('the run ended without a result');
  const seconds = (performance.now() - started) / 1000;
  return { record: recorder.record(FRAMES), result, heapBytes, seconds };
}

function report(event: TrainEvent, bar: SingleBar): void {
  const last = event.kind === 'steps' ? event.points.at(-1) : undefined;
  if (last !== undefined) bar.update(last.step, { state: `loss ${last.loss.toFixed(3)}` });
  if (event.kind === 'phase' && event.phase !== 'train')
    bar.update({
      state: `${event.phase} ${event.detail} ${String(event.done)}/${String(event.total ?? '?')}`,
    });
  if (event.kind === 'dev') bar.update({ state: `dev ${(100 * event.point.accuracy).toFixed(1)} %` });
}
