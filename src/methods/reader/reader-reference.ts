/** What the files of a reference of the reader say (fixtures/reader/README.md), checked. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import {
  LAYER_NORM_EPSILON,
  LOSSES,
  READER_MODES,
  type ReaderModel,
} from '../../experiment/reader/reader-model.ts';
import { readerParameters } from '../../experiment/reader/reader-parameters.ts';
import { count, counts } from '../../experiment/sweep/schema-parts.ts';
import type { ReferenceTensor } from '../check/reference-batch.ts';
import type { ReaderReference } from './check-reader.ts';

const number = v.number('must be a number');

const byMode = v.record(v.string(), number);

const Facts = v.object({
  D: count,
  H: count,
  K: count,
  N: count,
  passages: count,
  passage_length: count,
  question_length: count,
  batch: count,
  candidates: v.nullable(count),
  word_width: count,
  characters: v.nullable(v.object({ count, width: count, window: count, filters: count, longest: count })),
  rank: v.boolean('must be true or false'),
  head: v.picklist(['choice', 'span'], 'must be choice or span'),
  longest_answer: v.nullable(count),
  attention_norm: v.boolean('must be true or false'),
  loss_over: v.picklist(LOSSES, `must be ${LOSSES.join(' or ')}`),
  position_scale: number,
  beta: number,
  layer_norm_epsilon: v.literal(LAYER_NORM_EPSILON, `must be ${LAYER_NORM_EPSILON}`),
  modes: v.array(v.picklist(READER_MODES, `must be one of ${READER_MODES.join(', ')}`)),
  loss: byMode,
  cross_entropy: byMode,
  gate_l1: byMode,
  predictions: v.nullable(v.record(v.string(), counts)),
  decoded: v.nullable(
    v.record(
      v.string(),
      v.array(v.object({ spans: v.array(v.array(number)), answer: counts, probability: number })),
    ),
  ),
});

const refused = (file: string, what: string): LabError =>
  new LabError({
    code: 'file',
    message: `${file}: ${what}.`,
    remedy: 'Give a folder as the makers of references write it, with all its files.',
    where: file,
  });

/** Longest answer where a reference doesn't say. */
const USUAL_ANSWER = 10;

const modelOf = (facts: v.InferOutput<typeof Facts>): ReaderModel => ({
  width: facts.D,
  heads: facts.H,
  keep: facts.K,
  blocks: facts.N,
  passages: facts.passages,
  wordWidth: facts.word_width,
  characters: facts.characters,
  rank: facts.rank,
  head:
    facts.head === 'choice'
      ? { kind: 'choice', loss: facts.loss_over }
      : { kind: 'span', longest: facts.longest_answer ?? USUAL_ANSWER },
  attentionNorm: facts.attention_norm,
  positionScale: facts.position_scale,
  beta: facts.beta,
});

/**
 * @param file the name of the file of facts, for messages
 * @throws LabError `file` naming the field or tensor at fault
 */
export function readerReference(
  given: unknown,
  tensors: ReadonlyMap<string, ReferenceTensor>,
  file: string,
): ReaderReference {
  const read = v.safeParse(Facts, given);
  if (!read.success) {
    const [issue] = read.issues;
    throw refused(file, `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`);
  }
  const facts = read.output;
  const model = modelOf(facts);
  for (const { name, dims } of readerParameters(model)) {
    const found = tensors.get(name)?.dims.join(' × ') ?? 'not there';
    if (found !== dims.join(' × '))
      throw refused(file, `${name} is ${found}, and must be ${dims.join(' × ')} by the sizes`);
  }
  return {
    model,
    shape: {
      batch: facts.batch,
      passages: facts.passages,
      passageLength: facts.passage_length,
      questionLength: facts.question_length,
      candidates: facts.candidates ?? 0,
    },
    modes: facts.modes,
    loss: facts.loss,
    crossEntropy: facts.cross_entropy,
    gateSum: facts.gate_l1,
    predictions: facts.predictions,
    decoded: facts.decoded,
    tensors,
  };
}
