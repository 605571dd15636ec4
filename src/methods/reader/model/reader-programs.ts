/** The reader's programs: a training step, and reading a batch with what its gates and heads did. */
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { compileProgram, type CompiledProgram } from '../../training/compiled-program.ts';
import { stepProgram, type StepSettings } from '../../training/step-program.ts';
import type { ReaderMode, ReaderModel } from '../../../experiment/reader/reader-model.ts';
import { readerGraph, type ReaderGraph, type ReaderShape, type ReaderWords } from './reader-graph.ts';
import { WEIGHTS } from './weights.ts';

/** What is remembered of each step, beside the gradient's norm. */
export const READER_COLUMNS = ['loss', 'crossEntropy', 'gateSum', 'accuracy'] as const;

/** Output with the gradient of all weights. */
export const GRADIENT = 'gradient';

const describe = (kind: string, mode: ReaderMode, shape: ReaderShape): string =>
  `${kind} ${mode} ${String(shape.batch)}×${String(shape.passages)}×${String(shape.passageLength)}`;

/** Share of the batch's items whose gold candidate is the likeliest; 0 for spans, which are decoded elsewhere. */
function accuracyOf({ builder: b, answer }: ReaderGraph): Value {
  if (answer.kind === 'span') return b.number(0);
  return arithmetic(b).reduce('ReduceMean', answer.choice.correct, 0, 0);
}

/** One optimiser step of all weights. Outputs: `loss`, `crossEntropy`, `gateSum`, `gradient`. */
export function readerStep(
  model: ReaderModel,
  mode: ReaderMode,
  shape: ReaderShape,
  words: ReaderWords,
  settings: StepSettings,
): CompiledProgram {
  const graph = readerGraph(model, mode, shape, words);
  const { builder: b, loss, crossEntropy, gateSum } = graph;
  return stepProgram(b, {
    name: describe('train', mode, shape),
    loss,
    trained: [{ name: WEIGHTS, value: graph.weights, gradientOutput: GRADIENT }],
    columns: { loss, crossEntropy, gateSum, accuracy: accuracyOf(graph) },
    outputs: { loss, crossEntropy, gateSum },
    settings,
    part: ({ source }) => `the reader’s ${source}`,
  });
}

export const gatesName = (place: string): string => `gates.${place}`;
export const selectedName = (place: string): string => `selected.${place}`;

/**
 * Reads a batch; weights are an input. Outputs: `probabilities` [batch, candidates], or `starts` and `ends` as logarithms; with
 * `looks`, of every block `gates.PLACE` [sequences, heads, length] and `selected.PLACE`, as `Selection.rows`.
 */
export function readerReading(
  model: ReaderModel,
  mode: ReaderMode,
  shape: ReaderShape,
  words: ReaderWords,
  looks: boolean,
): CompiledProgram {
  const { builder: b, answer, blocks } = readerGraph(model, mode, shape, words);
  const { transpose } = arithmetic(b);
  const answered =
    answer.kind === 'choice'
      ? { probabilities: answer.choice.probabilities }
      : { starts: answer.spans.starts, ends: answer.spans.ends };
  const seen = blocks.flatMap(({ place, gates, selection }): readonly (readonly [string, Value])[] => [
    ...(gates === null ? [] : ([[gatesName(place), transpose(gates.relative, [0, 2, 1])]] as const)),
    ...(selection === null ? [] : ([[selectedName(place), selection.rows]] as const)),
  ]);
  return compileProgram(describe('read', mode, shape), (outputs) => b.build(outputs), {
    ...answered,
    ...(looks ? Object.fromEntries(seen) : {}),
  });
}
