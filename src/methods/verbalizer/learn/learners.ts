/** How each variant learns from labelled rows: an entry a variant. */
import { argmax } from '../../../experiment/metrics.ts';
import type { FewShotCell } from '../../../experiment/verbalizer/cells/few-shot.ts';
import type { LearnedVariant } from '../../../experiment/verbalizer/variants.ts';
import { columnsOf } from '../../../experiment/verbalizer/word-logits.ts';
import type { CellContext } from '../../sweep/cell-computation.ts';
import { wordLogitsOf } from '../collect-logits.ts';
import { logitsOfTemplate } from '../logits-of-template.ts';
import type { VerbalizeWorld } from '../verbalize-world.ts';
import { chooseTokens } from './auto-words.ts';
import { learnPrompt } from './learn-prompt.ts';
import type { Learner } from './learner.ts';
import { headRows, learnSoftRows, predictSoft, type LabelledStates } from './soft-rows.ts';
import { learnWordWeights, predictWeighted, type LabelledLogits } from './word-weights.ts';

async function labelledStates(
  context: CellContext<VerbalizeWorld>,
  { task: name, template }: FewShotCell,
  rows: readonly number[],
): Promise<LabelledStates> {
  const { train } = await context.world.task(name);
  return {
    states: await context.world.train(context, name, template, rows),
    truth: rows.map((row) => train[row].y),
  };
}

/** Word weights on calibrated log-probabilities: the support set is not labelled, so few-shot may use it too. */
const weights: Learner = async (context, cell, rows) => {
  const { world } = context;
  const [reader, classes] = [await world.reader(), await world.words(cell.task)];
  const labelled = async (some: readonly number[]): Promise<LabelledLogits> => {
    const { states, truth } = await labelledStates(context, cell, some);
    return { words: await wordLogitsOf(reader, states, classes, world.sweep.handling), truth };
  };
  const { logits } = await logitsOfTemplate(context, cell);
  const [columns, prior] = [columnsOf(logits), Float64Array.from(logits.prior)];
  const { steps, weightsRate } = world.sweep.fewShot;
  const learned = learnWordWeights(await labelled(rows.train), await labelled(rows.dev), columns, prior, {
    steps,
    rate: weightsRate,
  });
  const test = await world.testLogits(context, cell.task, cell.template);
  return {
    step: learned.step,
    predictions: predictWeighted(test, columns, prior, learned.weights),
    weights: Float32Array.from(learned.weights.flatMap((own) => Array.from(own))),
  };
};

const softRows: Learner = async (context, cell, rows) => {
  const { world } = context;
  const [reader, classes, { plm }] = [await world.reader(), await world.words(cell.task), await world.plm()];
  const test = await world.test(context, cell.task, cell.template);
  // Begun at the first word of each class alone, as published.
  const tokens = classes.map(({ manual }) => manual[0].ids[0]);
  const start = await headRows(reader, tokens, test.columns, plm.vocabulary);
  const { steps, rowsRate } = world.sweep.fewShot;
  const learned = learnSoftRows(
    await labelledStates(context, cell, rows.train),
    await labelledStates(context, cell, rows.dev),
    start,
    { steps, rate: rowsRate },
  );
  return { step: learned.step, predictions: predictSoft(test, learned.values) };
};

const chosenTokens: Learner = async (context, cell, rows) => {
  const { world } = context;
  const [reader, { plm }, { labels }] = [
    await world.reader(),
    await world.plm(),
    await world.task(cell.task),
  ];
  const { states, truth } = await labelledStates(context, cell, rows.train);
  const vocabulary = Array.from({ length: plm.vocabulary }, (_, id) => id);
  const tokens = chooseTokens(await reader.logits(states, vocabulary), truth, labels.length);
  const test = await reader.logits(await world.test(context, cell.task, cell.template), tokens.flat());
  return {
    step: 0,
    tokens,
    predictions: Array.from({ length: test.rows }, (_, row) =>
      argmax(test.values, row * labels.length, labels.length),
    ),
  };
};

export const LEARNERS: Readonly<Record<LearnedVariant, Learner>> = {
  SOFT: softRows,
  AUTO: chosenTokens,
  'KPT+weights': weights,
  'KPT+prompt': learnPrompt,
};
