/** The logits of a verbalizer's words at the mask, of test rows and of a support set. */
import { leastRanks } from '../../experiment/verbalizer/chain/frequency.ts';
import { wordValues, type Handling, type Matrix } from '../../experiment/verbalizer/chain/word-values.ts';
import type { UsableClass } from '../../experiment/verbalizer/usable-words.ts';
import type { WordLogits } from '../../experiment/verbalizer/word-logits.ts';
import type { MaskReader, MaskStates } from './mask-reader.ts';

/** Token ids of every word in the order of columns: words class after class, then manual words. */
const idsOf = (classes: readonly UsableClass[]): readonly (readonly number[])[] => [
  ...classes.flatMap((own) => own.words.map(({ ids }) => ids)),
  ...classes.flatMap((own) => own.manual.map(({ ids }) => ids)),
];

/** One number a word of each state, [rows × words]; the words of all classes side by side. */
export async function wordLogitsOf(
  reader: MaskReader,
  states: MaskStates,
  classes: readonly UsableClass[],
  handling: Handling,
): Promise<Matrix> {
  const words = idsOf(classes);
  const tokens = [...new Set(words.flat())];
  const columnOf = new Map(tokens.map((id, column) => [id, column]));
  const columns = words.map((ids) => ids.map((id) => columnOf.get(id) ?? 0));
  return wordValues(await reader.logits(states, tokens), columns, handling);
}

/** @param rows word logits of rows, and @param truth their classes */
export async function withSupport(
  reader: MaskReader,
  rows: Matrix,
  truth: readonly number[],
  states: MaskStates,
  classes: readonly UsableClass[],
  handling: Handling,
): Promise<WordLogits> {
  const ids = idsOf(classes);
  const mean = await reader.meanLogits(states);
  const prior = wordValues({ rows: 1, columns: mean.length, values: mean }, ids, handling);
  const support = await wordLogitsOf(reader, states, classes, handling);
  return {
    words: classes.map((own) => own.words),
    manual: classes.map((own) => own.manual),
    truth,
    rows: Float32Array.from(rows.values),
    support: Float32Array.from(support.values),
    prior: Float32Array.from(prior.values),
    ranks: Float32Array.from(leastRanks(ids, mean)),
    vocabulary: mean.length,
  };
}
