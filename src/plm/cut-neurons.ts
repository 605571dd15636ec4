/**
 * Cuts feed-forward neurons out of a graph, for speed and not by masking: the maps in front of the neurons keep the chosen
 * rows and biases, the map behind them the chosen columns, its own bias stays whole (Huang et al. 2022, "FFN reduction").
 * Where both halves of a gate are one map, both lose the same neurons.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Builder } from '../onnx/builder.ts';
import { arithmetic } from '../onnx/lowering/lowering.ts';
import { OPERATORS } from '../onnx/operators/index.ts';
import { permutation, sliceRanges } from '../onnx/operators/movement.ts';
import { producers, rewrite, type Rewrite } from '../onnx/rewrite.ts';
import {
  intAttribute,
  intsAttribute,
  type StaticGraph,
  type StaticNode,
  type Value,
} from '../onnx/static-graph.ts';
import { entryOf } from '../onnx/table.ts';
import { elementCount } from '../onnx/tensor.ts';
import type { FeedForward } from './feed-forward.ts';
import { cutWeight, type Cut } from './cut-weight.ts';
import { isFrozen, linearMap } from './linear-map.ts';

/** The neurons that a block keeps: the first `keep` of `order`, whose copy of the weights all narrower blocks share. */
export interface NeuronChoice {
  readonly order: readonly number[];
  readonly keep: number;
}

/**
 * @param choices one a block; null leaves a block as it is
 * @throws LabError `no-partial` where a block moves its neurons about in a way that is not understood
 */
export function cutNeurons(
  graph: StaticGraph,
  blocks: readonly FeedForward[],
  choices: readonly (NeuronChoice | null)[],
): Rewrite {
  const made = producers(graph);
  const byOutput = new Map(blocks.map((block, index) => [block.output, { block, choice: choices[index] }]));
  return rewrite(graph, (node, _inputs, b, value) => {
    const found = byOutput.get(node);
    if (found === undefined || found.choice === null) return null;
    const { block, choice } = found;
    return [
      new BlockCutter(b, made, value, block).output({ ...choice, count: block.size, offset: 0, step: 1 }),
    ];
  });
}

class BlockCutter {
  /** By value and cut: the halves of a gate may share what is in front of them. */
  private readonly known = new Map<string, Value>();

  constructor(
    private readonly b: Builder,
    private readonly made: ReadonlyMap<Value, StaticNode>,
    /** What became of a value of the old graph. */
    private readonly value: (old: Value) => Value,
    private readonly block: FeedForward,
  ) {}

  /** The block's output map on the neurons that are left. */
  output(cut: Cut): Value {
    const { output: node, neurons } = this.block;
    const [, w, bias = null] = node.inputs;
    const source = linearMap(node, this.made);
    if (w === null || source === null) throw this.refused(node, 'its output map is none');
    const x = this.narrow(neurons, neurons.dims.length - 1, cut);
    const matrix = this.weight(w, node, cut, 'from');
    this.b.source = node.source;
    if (node.op === 'MatMul') return this.b.op('MatMul', [x, matrix]);
    const { transB: _, ...attributes } = node.attributes;
    return this.b.op('Gemm', [x, matrix, bias === null ? null : this.value(bias)], attributes);
  }

  /** `old` with the cut's places along `axis` alone. */
  private narrow(old: Value, axis: number, cut: Cut): Value {
    const key = `${String(old.id)}/${String(axis)}/${String(cut.offset)}/${String(cut.step)}`;
    const known = this.known.get(key) ?? this.narrowed(old, axis, cut);
    this.known.set(key, known);
    return known;
  }

  private narrowed(old: Value, axis: number, cut: Cut): Value {
    if (isFrozen(old, this.made)) return this.operand(old, axis, cut);
    const node = this.made.get(old);
    if (node === undefined) throw this.refused(node, `${old.name} is computed from nothing that is known`);
    this.b.source = node.source;
    const map = linearMap(node, this.made);
    if (map !== null) {
      if (axis !== old.dims.length - 1) throw this.refused(node, 'its maps write tokens where neurons are');
      return this.inputMap(node, cut);
    }
    if (entryOf(OPERATORS, node.op)?.elementwise === true) {
      const inputs = node.inputs.map((input) => {
        if (input === null) return null;
        const own = axis - old.dims.length + input.dims.length;
        // What is the same for all neurons is broadcast as before.
        return own < 0 || input.dims[own] === 1 ? this.value(input) : this.narrow(input, own, cut);
      });
      return this.b.op(node.op, inputs, node.attributes);
    }
    const [x] = node.inputs;
    if (x === null) throw this.refused(node, 'it reads nothing');
    switch (node.op) {
      case 'Transpose': {
        const perm = permutation(x.dims.length, intsAttribute(node.attributes, 'perm'));
        return this.b.op('Transpose', [this.narrow(x, perm[axis], cut)], { perm });
      }
      case 'Reshape':
        return this.reshape(node, x, old, axis, cut);
      case 'Slice':
        return this.slice(node, x, axis, cut);
      default:
        throw this.refused(node, `${node.op} stands between its maps`);
    }
  }

  /** A gain, a bias or a mask of the neurons. */
  private operand(old: Value, axis: number, cut: Cut): Value {
    const tensor = old.constant ?? this.b.weightTensor(old);
    if (tensor === undefined || elementCount(old.dims) !== old.dims[axis])
      throw this.refused(this.made.get(old), `${old.name} is no list of a number a neuron`);
    const dims = old.dims.map((dim, at) => (at === axis ? cut.keep : dim));
    return arithmetic(this.b).reshape(cutWeight(this.b, old, tensor, 'rows', cut), dims);
  }

  /** A map into the neurons, or into both halves of a gate, of which the cut takes one. */
  private inputMap(node: StaticNode, cut: Cut): Value {
    const [x, w, bias = null] = node.inputs;
    if (x === null || w === null) throw this.refused(node, 'a map lacks its matrix');
    const matrix = this.weight(w, node, cut, 'to');
    const kept = this.value(x);
    if (node.op === 'MatMul')
      return this.b.op('MatMul', [kept, arithmetic(this.b).transpose(matrix, [1, 0])]);
    const { attributes } = node;
    if (bias === null) return this.b.op('Gemm', [kept, matrix], { ...attributes, transB: 1 });
    const same = bias.dims.length === 0 || bias.dims.at(-1) === 1;
    const c = same ? this.value(bias) : this.narrow(bias, bias.dims.length - 1, cut);
    return this.b.op('Gemm', [kept, matrix, c], { ...attributes, transB: 1 });
  }

  /** The matrix of a map with the kept neurons as rows. @param side which of its two widths counts neurons */
  private weight(w: Value, node: StaticNode, cut: Cut, side: 'from' | 'to'): Value {
    let stored = w;
    let turned = node.op === 'Gemm' && intAttribute(node.attributes, 'transB', 0) === 1;
    for (let source = this.made.get(stored); source?.op === 'Transpose'; source = this.made.get(stored)) {
      const [input] = source.inputs;
      if (input === null) break;
      stored = input;
      turned = !turned;
    }
    const tensor = stored.constant ?? this.b.weightTensor(stored);
    if (tensor === undefined) throw this.refused(node, `${stored.name} is computed`);
    // A map is stored [from, to], turned [to, from].
    return cutWeight(this.b, stored, tensor, (side === 'from') !== turned ? 'rows' : 'columns', cut);
  }

  private reshape(node: StaticNode, x: Value, old: Value, axis: number, cut: Cut): Value {
    const after = elementCount(old.dims.slice(axis + 1));
    const own = x.dims.findIndex(
      (dim, at) => dim === old.dims[axis] && elementCount(x.dims.slice(at + 1)) === after,
    );
    if (own < 0) throw this.refused(node, 'it is taken apart or joined with other axes');
    const dims = old.dims.map((dim, at) => (at === axis ? cut.keep : dim));
    return arithmetic(this.b).reshape(this.narrow(x, own, cut), dims);
  }

  private slice(node: StaticNode, x: Value, axis: number, cut: Cut): Value {
    const numbers = node.inputs
      .slice(1)
      .map((input) => (input?.constant === undefined ? null : Array.from(input.constant.data)));
    const [starts, ends, axes, steps] = numbers;
    const ranges = sliceRanges(x.dims, starts ?? [], ends ?? [], axes ?? null, steps ?? null);
    const range = ranges.find((one) => one.axis === axis);
    if (ranges.length !== 1 || range === undefined)
      throw this.refused(node, 'it is cut along another axis as well');
    // Half of a gate: the map in front of it makes that half alone.
    return this.narrow(x, axis, {
      ...cut,
      count: x.dims[axis],
      offset: range.start + range.step * cut.offset,
      step: range.step * cut.step,
    });
  }

  private refused(node: StaticNode | undefined, why: string): LabError {
    const where = node?.source ?? this.block.output.source;
    return new LabError({
      code: 'no-partial',
      message: `The neurons in front of node ${this.block.output.source} can’t be cut: at ${where || 'a node of the lab'} ${why}.`,
      remedy: 'Grow this PLM in depth alone, or report the model’s name.',
      where,
    });
  }
}
