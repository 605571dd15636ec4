/** Tunes a soft prompt on labelled rows with all words of each class in the readout; the PLM stays frozen. */
import { argmax } from '../../../experiment/metrics.ts';
import type { FewShotCell } from '../../../experiment/verbalizer/cells/few-shot.ts';
import { defaultRecipe } from '../../../experiment/default-recipe.ts';
import type { PromptRecipe } from '../../../experiment/recipe-types.ts';
import type { Task } from '../../../experiment/task-types.ts';
import { lengthBuckets } from '../../../text/batch.ts';
import type { EncodedTask } from '../../prompt/encoded-task.ts';
import { initialPrompt } from '../../prompt/prompt-init.ts';
import { PromptSession } from '../../prompt/prompt-session.ts';
import { TrainRun } from '../../prompt/train-run.ts';
import { stopped } from '../../sweep/stopped.ts';
import type { LabelledRows } from '../draw-labelled.ts';
import { manyWords } from '../many-words.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';
import type { Learner } from './learners.ts';

/** Looks at the dev rows in a run. */
const LOOKS = 10;
const MOST_BATCH = 16;

function recipeOf({ sweep }: VerbalizeWorld, task: Task, cell: FewShotCell, rows: number): PromptRecipe {
  const { fewShot, maxLength, engine, plm, templates } = sweep;
  const base = defaultRecipe(task, plm);
  return {
    ...base,
    template: templates[cell.task][cell.template],
    promptLength: fewShot.promptLength,
    maxLength,
    seed: cell.seed,
    engine,
    training: {
      ...base.training,
      learningRate: fewShot.promptRate,
      steps: fewShot.steps,
      batch: Math.min(MOST_BATCH, rows),
      evalEvery: Math.max(1, Math.floor(fewShot.steps / LOOKS)),
    },
  };
}

async function encodedRows(
  world: VerbalizeWorld,
  task: Task,
  cell: FewShotCell,
  rows: LabelledRows,
): Promise<EncodedTask> {
  const wrap = await world.wrap(cell.task, cell.template);
  const encode = (some: readonly Task['train'][number][]): EncodedTask['train'] =>
    some.map((row) => ({ example: wrap(row), label: row.y }));
  const [train, dev] = [rows.train, rows.dev].map((some) => some.map((row) => task.train[row]));
  return {
    verbalizer: manyWords(await world.words(cell.task), world.sweep.handling),
    train: encode(train),
    dev: encode(dev),
    test: encode(task.test),
    buckets: lengthBuckets(world.sweep.maxLength),
    wrap,
    warnings: [],
  };
}

export const learnPrompt: Learner = async (context, cell, rows) => {
  const { world, control, progress } = context;
  const [{ plm, tokenizer }, task] = [await world.plm(), await world.task(cell.task)];
  const encoded = await encodedRows(world, task, cell, rows);
  const recipe = recipeOf(world, task, cell, rows.train.length);
  const engine = await world.engine(world.sweep.plm);
  const session = new PromptSession(plm, tokenizer, encoded, recipe, engine, undefined, world.programs);
  const values = initialPrompt(recipe.init, recipe.promptLength, cell.seed, {
    table: plm.wordTable,
    width: plm.width,
    tokenizer,
    labelWordIds: encoded.verbalizer.tokenIds,
    saved: null,
  });
  const run = new TrainRun({
    session,
    task,
    control,
    saved: { length: recipe.promptLength, width: plm.width, values },
    from: null,
    watch: false,
    looks: [],
    emit: (event) => {
      if (event.kind === 'phase' && event.phase === 'train')
        progress(`tuning a prompt for ${cell.task}`, event.done, recipe.training.steps);
    },
  });
  const best = await run.train();
  if (best === null) throw stopped();
  const classes = task.labels.length;
  const scores = await session.scores(encoded.test, best.prompt);
  return {
    step: best.step,
    predictions: task.test.map((_, row) => argmax(scores, row * classes, classes)),
  };
};
