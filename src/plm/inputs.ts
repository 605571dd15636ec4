/**
 * What a language model's graph inputs mean, and how a soft prompt changes them: in front of the text stand `promptLength`
 * ordinary tokens that are attended, so that positions, masks and relative biases come out as PEFT has them in every
 * architecture. Everything here is host work.
 */
import { entryOf } from '../onnx/table.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Builder } from '../onnx/builder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/static-graph.ts';
import { allocateFloat32, elementCount, tensorOf, type ElementType } from '../onnx/tensor.ts';

export interface BatchShape {
  readonly batch: number;
  /** Text tokens a row, soft prompt not counted. */
  readonly length: number;
  readonly promptLength: number;
  /** Decoder steps; used by encoder-decoder models only. */
  readonly decoderLength: number;
  /** An ordinary token (not padding, not special) that stands where the soft prompt goes. */
  readonly fillerId: number;
}

/** Puts `fill` in front of each row. */
function prefixed(b: Builder, rows: Value, shape: BatchShape, fill: number): Value {
  if (shape.promptLength === 0) return rows;
  const front = new Array<number>(shape.batch * shape.promptLength).fill(fill);
  return b.op('Concat', [b.constant(tensorOf('int64', [shape.batch, shape.promptLength], front)), rows], {
    axis: 1,
  });
}

/** Counts of attended tokens up to each one, from zero: what decoders use when the graph asks for positions. */
function positions(b: Builder, mask: Value): Value {
  const counted = b.op('Sub', [b.op('CumSum', [mask, b.number(1, 'int64')]), b.number(1, 'int64')]);
  return b.op('Max', [counted, b.number(0, 'int64')]);
}

interface Bindings {
  readonly ids: Value;
  readonly mask: Value;
}

type Binder = (b: Builder, shape: BatchShape, bound: Bindings) => Value;

const fixed =
  (dims: (shape: BatchShape) => readonly number[], value: number, type: ElementType): Binder =>
  (b, shape) => {
    const size = dims(shape);
    return b.constant({ type, dims: size, data: allocateFloat32(type, elementCount(size)).fill(value) });
  };

/** One row an input name of exported models. What is not here and is a cache is bound to an empty one. */
const BINDERS: Readonly<Record<string, Binder>> = {
  input_ids: (_b, _shape, { ids }) => ids,
  attention_mask: (_b, _shape, { mask }) => mask,
  token_type_ids: (b, shape) =>
    prefixed(b, b.hostInput('token_type_ids', 'int64', [shape.batch, shape.length]), shape, 0),
  position_ids: (b, _shape, { mask }) => positions(b, mask),
  decoder_input_ids: (b, shape) =>
    b.hostInput('decoder_input_ids', 'int64', [shape.batch, shape.decoderLength]),
  decoder_attention_mask: fixed((shape) => [shape.batch, shape.decoderLength], 1, 'int64'),
  use_cache_branch: fixed(() => [1], 0, 'bool'),
  cache_position: (b, shape) =>
    b.op('Range', [
      b.number(0, 'int64'),
      b.number(shape.promptLength + shape.length, 'int64'),
      b.number(1, 'int64'),
    ]),
  // Zero asks for the logits of all tokens.
  logits_to_keep: fixed(() => [], 0, 'int64'),
  num_logits_to_keep: fixed(() => [], 0, 'int64'),
};

export interface BoundInputs {
  /** Token ids with the filler in front, [batch, promptLength + length]. */
  readonly ids: Value;
  readonly bind: (name: string, dims: readonly (number | string | null)[]) => Value;
}

/**
 * Binds a model's inputs.
 * @throws LabError `onnx-unsupported` for an input that a text model doesn't have
 */
export function bindInputs(b: Builder, model: OnnxModel, shape: BatchShape): BoundInputs {
  if (!model.graph.inputs.some((input) => input.name === 'input_ids')) {
    throw new LabError({
      code: 'no-word-embedding',
      message: `The model has no input “input_ids” (it has ${model.graph.inputs.map((input) => input.name).join(', ') || 'none'}).`,
      remedy: 'Use an export of a language model whose input is token ids.',
      where: 'input_ids',
    });
  }
  const ids = prefixed(
    b,
    b.hostInput('input_ids', 'int64', [shape.batch, shape.length]),
    shape,
    shape.fillerId,
  );
  const mask = prefixed(b, b.hostInput('attention_mask', 'int64', [shape.batch, shape.length]), shape, 1);
  return {
    ids,
    bind: (name, dims) => (entryOf(BINDERS, name) ?? cache(name, dims))(b, shape, { ids, mask }),
  };
}

/** A cache that holds more than a row's keys and values is none that a model starts with. */
const MOST_CACHED = 1 << 20;

/** A key-value cache of length zero: [batch, heads, 0, width]. */
function cache(name: string, dims: readonly (number | string | null)[]): Binder {
  if (!name.startsWith('past')) throw unknownInput(name);
  return (b, shape) => {
    const size = dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? shape.batch : 0));
    const count = elementCount(size);
    if (size.some((dim) => dim < 0) || !(count <= MOST_CACHED))
      throw unknownInput(name, `of [${size.join(', ')}]`);
    return b.constant({ type: 'float32', dims: size, data: new Float32Array(count) });
  };
}

function unknownInput(name: string, shape = ''): LabError {
  return new LabError({
    code: 'onnx-unsupported',
    message: `The lab doesn’t know what to feed to the model’s input “${name}” ${shape}`.trimEnd() + '.',
    remedy: 'Export the model with token ids and masks as its only inputs.',
    where: name,
  });
}
