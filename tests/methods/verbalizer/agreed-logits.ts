/** Word logits of fixed texts on lab-tiny, which every engine has to give. Only tests import it. */
import type { Engine } from '../../../src/engine/engine-types.ts';
import { ProgramCache } from '../../../src/methods/training/program-cache.ts';
import { MaskReader } from '../../../src/methods/verbalizer/mask-reader.ts';
import type { Plm } from '../../../src/plm/plm.ts';
import type { LabTokenizer } from '../../../src/text/tokenizer-types.ts';
import { parseTemplate } from '../../../src/text/template.ts';
import { wrapExample } from '../../../src/text/wrap-example.ts';
import { statesOf } from './mask-readings.ts';

const TEXTS = [
  'The striker scored twice and the team won.',
  'Shares fell after the bank cut its profit forecast for the year, and the market followed.',
  'A new chip makes phones faster.',
];
const WORDS = ['politics', 'sports', 'business', 'technology', 'team', 'market'];
const LENGTH = 32;
/** Every so many tokens of the vocabulary the mean logit is looked at. */
const EVERY = 1000;

export interface AgreedLogits {
  /** [texts × words] */
  readonly logits: readonly number[];
  /** Mean over the texts, of some tokens of the whole vocabulary. */
  readonly mean: readonly number[];
}

export async function agreedLogits(plm: Plm, tokenizer: LabTokenizer, engine: Engine): Promise<AgreedLogits> {
  const template = parseTemplate('A [MASK] news : {a}');
  const examples = TEXTS.map((a) => wrapExample(tokenizer, template, { a }, LENGTH, plm.read));
  const reader = new MaskReader(plm, tokenizer, engine, new ProgramCache());
  const states = await statesOf(reader, examples, [16, LENGTH], null);
  const ids = WORDS.map((word) => tokenizer.idOf(word) ?? 0);
  const { values } = await reader.logits(states, ids);
  const mean = await reader.meanLogits(states);
  return { logits: Array.from(values), mean: Array.from(mean.filter((_, id) => id % EVERY === 0)) };
}
