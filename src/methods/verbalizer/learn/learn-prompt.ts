/** Tunes a soft prompt on labelled rows with all words of each class in the readout, their weights along with it where that is asked; the PLM stays frozen. */
import { accuracy } from '../../../experiment/metrics.ts';
import type { FewShotCell } from '../../../experiment/verbalizer/cells/few-shot.ts';
import type { Matrix } from '../../../experiment/verbalizer/chain/word-values.ts';
import { usualOptimiser } from '../../../experiment/optimisers.ts';
import { randomStream } from '../../../experiment/random.ts';
import { shuffledEpochs, takeRows } from '../../../experiment/sampling.ts';
import { learningRateAt } from '../../../experiment/schedule.ts';
import { columnsOf } from '../../../experiment/verbalizer/word-logits.ts';
import { lengthBuckets } from '../../../text/batch.ts';
import type { WrappedExample } from '../../../text/wrap-example.ts';
import { textNumbers } from '../../prompt/encoded-task.ts';
import { initialPrompt } from '../../prompt/prompt-init.ts';
import { PROMPT_COLUMNS, WORD_WEIGHTS } from '../../prompt/programs.ts';
import type { CellContext } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import type { BatchNumbers } from '../../training/compiled-program.ts';
import { compileOn } from '../../training/program-cache.ts';
import { HISTORY_LENGTH, Trainer } from '../../training/trainer.ts';
import { wordLogitsOf } from '../collect-logits.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';
import type { Learner } from './learner.ts';
import { predictWeighted } from './word-weights.ts';
import { PROMPT, weightedPromptProgram } from './weighted-prompt-program.ts';
import { wordsInReadout } from './words-in-readout.ts';

/** Looks at the dev rows in a run. */
const LOOKS = 10;
const MOST_BATCH = 16;

interface Labelled {
  readonly examples: readonly WrappedExample[];
  readonly truth: readonly number[];
}

async function labelled(
  world: VerbalizeWorld,
  cell: FewShotCell,
  rows: readonly number[],
): Promise<Labelled> {
  const [{ train }, wrap] = [await world.task(cell.task), await world.wrap(cell.task, cell.template)];
  return { examples: rows.map((row) => wrap(train[row])), truth: rows.map((row) => train[row].y) };
}

/** Everything that stays the same in a run. */
async function openRun(world: VerbalizeWorld, cell: FewShotCell, train: Labelled) {
  const [{ plm, tokenizer, programs }, classes] = [await world.plm(), await world.words(cell.task)];
  const engine = await world.engine(world.sweep.plm);
  const { fewShot, handling, maxLength } = world.sweep;
  const { shape, numbers } = wordsInReadout(classes, handling);
  const batch = Math.min(MOST_BATCH, train.examples.length);
  const settings = { optimizer: usualOptimiser('adamw'), clipNorm: 1, history: HISTORY_LENGTH };
  const trainer = new Trainer<number>({
    engine,
    columns: PROMPT_COLUMNS,
    lengths: lengthBuckets(maxLength),
    program: (length) =>
      programs.get(`weighted prompt ${JSON.stringify([length, batch, fewShot.promptLength, shape])}`, () =>
        compileOn(
          engine,
          weightedPromptProgram(
            plm,
            { batch, length, promptLength: fewShot.promptLength, decoderLength: 1, fillerId: plm.fillerId },
            shape,
            settings,
          ),
        ),
      ),
  });
  const start = initialPrompt({ kind: 'vocab' }, fewShot.promptLength, cell.seed, {
    table: plm.wordTable,
    width: plm.width,
    tokenizer,
    labelWordIds: [],
    saved: null,
  });
  await trainer.setState(trainer.longest, await trainer.startState(trainer.longest, { [PROMPT]: start }));
  const order = shuffledEpochs(train.examples.length, randomStream(cell.seed, 'order'));
  const step = async (at: number): Promise<void> => {
    const rows = Array.from(takeRows(order, batch), (row) => ({
      example: train.examples[row],
      y: train.truth[row],
    }));
    const length = trainer.lengthFor(Math.max(...rows.map(({ example }) => example.ids.length)));
    const targets = new Float32Array(batch * shape.classes);
    rows.forEach(({ y }, row) => (targets[row * shape.classes + y] = 1));
    const feeds: BatchNumbers = {
      ...textNumbers(
        plm,
        tokenizer,
        rows.map(({ example }) => example),
        batch,
        length,
      ),
      ...numbers,
      targets,
      row_weights: new Float32Array(batch).fill(1 / batch),
    };
    const share = learningRateAt(
      { learningRate: 1, schedule: 'linear', steps: fewShot.steps, warmupShare: 0.06 },
      at - 1,
    );
    await trainer.step(
      length,
      { batch: feeds },
      {
        step: at,
        learningRate: fewShot.promptRate * share,
        ownRates: { [WORD_WEIGHTS]: fewShot.jointly ? fewShot.weightsRate * share : 0 },
      },
    );
  };
  return { trainer, step, classes };
}

/** Word logits of texts behind a prompt. */
async function logitsBehind(
  context: CellContext<VerbalizeWorld>,
  cell: FewShotCell,
  examples: readonly WrappedExample[],
  prompt: Float32Array,
): Promise<Matrix> {
  const { world } = context;
  const { fewShot, handling } = world.sweep;
  const inFront = { length: fewShot.promptLength, values: prompt };
  const states = await world.read(context, examples, `reading rows of ${cell.task}`, inFront);
  return wordLogitsOf(await world.reader(), states, await world.words(cell.task), handling);
}

export const learnPrompt: Learner = async (context, cell, rows) => {
  const { world, control, progress } = context;
  const { steps, jointly } = world.sweep.fewShot;
  const [train, dev] = [await labelled(world, cell, rows.train), await labelled(world, cell, rows.dev)];
  const { trainer, step, classes } = await openRun(world, cell, train);
  const columns = columnsOf({ words: classes.map(({ words }) => words) });
  const byClass = (flat: Float32Array): readonly Float64Array[] =>
    columns.map((own) => Float64Array.from(own, (column) => flat[column]));
  const predict = async (
    examples: readonly WrappedExample[],
    state: { readonly prompt: Float32Array; readonly weights: Float32Array },
  ): Promise<readonly number[]> =>
    predictWeighted(
      await logitsBehind(context, cell, examples, state.prompt),
      columns,
      null,
      byClass(state.weights),
    );
  let best = { step: 0, accuracy: -1, prompt: new Float32Array(0), weights: new Float32Array(0) };
  for (let at = 0; at <= steps; at++) {
    if ((await control.next(() => Promise.resolve())) === 'stop') throw stopped();
    if (at > 0) await step(at);
    progress(`tuning a prompt for ${cell.task}`, at, steps);
    if (at % Math.max(1, Math.floor(steps / LOOKS)) !== 0 && at !== steps) continue;
    const read = await trainer.readState([PROMPT, WORD_WEIGHTS]);
    const state = {
      prompt: Float32Array.from(read[PROMPT].data),
      weights: Float32Array.from(read[WORD_WEIGHTS].data),
    };
    const now = accuracy(await predict(dev.examples, state), dev.truth);
    // Of equal looks the later one, as published.
    if (now >= best.accuracy) best = { step: at, accuracy: now, ...state };
  }
  return {
    step: best.step,
    predictions: await predict(await world.testExamples(cell.task, cell.template), best),
    ...(jointly ? { weights: best.weights } : {}),
  };
};
