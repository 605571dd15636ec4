/** Word logits of the mask reader beside those of the whole logits program. Only tests import it. */
import type { Engine } from '../../../src/engine/engine-types.ts';
import { textNumbers } from '../../../src/methods/prompt/encoded-task.ts';
import { logitsProgram } from '../../../src/methods/prompt/programs.ts';
import { compileOn, ProgramCache } from '../../../src/methods/training/program-cache.ts';
import {
  MaskReader,
  type MaskStates,
  type PromptInFront,
} from '../../../src/methods/verbalizer/mask-reader.ts';
import type { Plm } from '../../../src/plm/plm.ts';
import type { LabTokenizer } from '../../../src/text/tokenizer-types.ts';
import type { ReadPosition, WrappedExample } from '../../../src/text/wrap-example.ts';
import { noise } from '../../onnx/graph-maker.ts';

const ROWS = 5;
const LENGTH = 8;
const BUCKETS = [4, LENGTH];

function positionOf(plm: Plm, length: number, row: number): ReadPosition {
  switch (plm.read) {
    case 'mask':
      return { kind: 'mask', index: row % length };
    case 'last':
      return { kind: 'last', index: length - 1 };
    case 'decoder':
      return { kind: 'decoder', index: row % length, step: 0 };
  }
}

/** Rows of two to eight tokens, read where the PLM is. */
function examplesOf(plm: Plm): readonly WrappedExample[] {
  const next = noise(7);
  return Array.from({ length: ROWS }, (_, row) => {
    const length = 2 + ((row * 5) % (LENGTH - 1));
    const ids = Array.from({ length }, () => Math.floor(Math.abs(next()) * 1e6) % plm.vocabulary);
    return {
      ids,
      tokens: ids.map(String),
      origins: ids.map(() => 'a' as const),
      spans: ids.map(() => null),
      readPosition: positionOf(plm, length, row),
      cut: 0,
    };
  });
}

export async function statesOf(
  reader: MaskReader,
  examples: readonly WrappedExample[],
  buckets: readonly number[],
  prompt: PromptInFront | null,
): Promise<MaskStates> {
  const reading = reader.states(examples, buckets, prompt);
  let next = await reading.next();
  while (next.done !== true) next = await reading.next();
  return next.value;
}

export interface MaskReadings {
  /** [rows × vocabulary], the reader's. */
  readonly found: Float32Array | Float64Array;
  /** The logits program's at the read positions. */
  readonly expected: Float32Array;
  readonly mean: Float64Array;
  readonly affine: boolean;
  readonly states: MaskStates;
  readonly rows: number;
}

/** @param promptLength of a prompt in front; 0 for none */
export async function maskReadings(
  plm: Plm,
  tokenizer: LabTokenizer,
  engine: Engine,
  promptLength = 0,
): Promise<MaskReadings> {
  const examples = examplesOf(plm);
  const { vocabulary, width } = plm;
  const prompt =
    promptLength === 0
      ? null
      : {
          length: promptLength,
          values: Float32Array.from({ length: promptLength * width }, (_, at) => Math.sin(at)),
        };
  const reader = new MaskReader(plm, tokenizer, engine, new ProgramCache());
  const states = await statesOf(reader, examples, BUCKETS, prompt);
  const all = Array.from({ length: vocabulary }, (_, id) => id);
  const found = await reader.logits(states, all);

  const shape = { batch: ROWS, length: LENGTH, promptLength, decoderLength: 1, fillerId: plm.fillerId };
  const { program, compiled } = await compileOn(engine, logitsProgram(plm, shape));
  const feeds = compiled.feeds(textNumbers(plm, tokenizer, examples, ROWS, LENGTH));
  const given =
    prompt === null
      ? {}
      : { prompt: { type: 'float32', dims: [promptLength, width], data: prompt.values } as const };
  const { logits } = await program.run({ ...feeds, ...given }, ['logits']);
  const expected = new Float32Array(ROWS * vocabulary);
  examples.forEach(({ readPosition }, row) => {
    const token =
      readPosition.kind === 'decoder'
        ? row
        : row * (promptLength + LENGTH) + promptLength + readPosition.index;
    for (let id = 0; id < vocabulary; id++)
      expected[row * vocabulary + id] = logits.data[token * vocabulary + id];
  });
  return {
    found: found.values,
    expected,
    mean: await reader.meanLogits(states),
    affine: await reader.isAffine(),
    states,
    rows: ROWS,
  };
}

/** The largest difference of two lists of numbers; infinite where their lengths differ. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let at = 0; at < a.length; at++) most = Math.max(most, Math.abs(a[at] - b[at]));
  return most;
}

/** How far the reader's logits and mean logits are from the logits program's. */
export function distances({ found, expected, mean, rows }: MaskReadings): {
  readonly logits: number;
  readonly mean: number;
} {
  const vocabulary = mean.length;
  const means = Float64Array.from(mean, (_, id) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += expected[row * vocabulary + id];
    return sum / rows;
  });
  return { logits: farthest(found, expected), mean: farthest(mean, means) };
}
