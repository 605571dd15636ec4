/**
 * A training step of a soft prompt with all words of each class in the readout, each with a weight that can be trained along
 * (specs: KPT, section 9): score of a class = Σ softmax(weights of its words) · their logits. The mean of log-probabilities
 * differs from it by one constant a row, which changes neither the loss over classes nor the prediction.
 */
import { optimiseForGradient } from '../../../onnx/optimise/index.ts';
import type { BatchShape } from '../../../plm/inputs.ts';
import { architecturePart, promptedGraph, type Plm } from '../../../plm/plm.ts';
import { PROMPT_COLUMNS, WORD_WEIGHTS } from '../../prompt/programs.ts';
import { addLoss, addWordReadout, weightedScores } from '../../prompt/readout.ts';
import type { CompiledProgram } from '../../training/compiled-program.ts';
import { stepProgram, type StepSettings } from '../../training/step-program.ts';

export interface WordsShape {
  /** Different tokens of all words. */
  readonly tokens: number;
  /** Words of all classes. */
  readonly words: number;
  readonly classes: number;
}

export const PROMPT = 'prompt';

/**
 * A step program whose trained tensors are `prompt` [length, width] and, with a rate of its own, `word_weights` [1, words].
 * Host inputs beside a batch's: `word_tokens` [tokens, words], how much each token counts in a word; `class_of_word`
 * [words, classes], ones where a word is the class's.
 */
export function weightedPromptProgram(
  plm: Plm,
  shape: BatchShape,
  { tokens, words, classes }: WordsShape,
  settings: StepSettings,
): CompiledProgram {
  const prompted = promptedGraph(plm, shape);
  if (prompted.prompt === null) throw new Error('a training program needs a soft prompt');
  const { prompt } = prompted;
  const readout = addWordReadout(prompted, { read: plm.read, words: tokens });
  const { builder } = readout;
  const wordTokens = builder.hostInput('word_tokens', 'float32', [tokens, words]);
  const classOfWord = builder.hostInput('class_of_word', 'float32', [words, classes]);
  const weights = builder.input(WORD_WEIGHTS, 'float32', [1, words]);
  const wordLogits = builder.op('MatMul', [readout.words, wordTokens]);
  const scores = weightedScores(builder, wordLogits, weights, classOfWord);
  const forward = addLoss(builder, scores);
  const wanted = [forward.loss, forward.accuracy];
  const { builder: b, value } = optimiseForGradient(builder.build(wanted));
  const [loss, accuracy] = wanted.map(value);
  return stepProgram(b, {
    name: `weighted prompt ${String(shape.batch)}×(${String(shape.promptLength)}+${String(shape.length)})`,
    loss,
    trained: [
      { name: PROMPT, value: prompt, gradientOutput: 'gradient' },
      { name: WORD_WEIGHTS, value: weights, gradientOutput: 'weights_gradient', ownRate: true },
    ],
    columns: Object.fromEntries(PROMPT_COLUMNS.map((name, at) => [name, [loss, accuracy][at]])),
    outputs: { loss },
    settings,
    part: architecturePart(prompted.blocks, b.build([loss, accuracy])),
  });
}
