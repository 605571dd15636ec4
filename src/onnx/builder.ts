/**
 * Grows a static graph node by node. Every node that is added is simplified, shared with an equal one, folded when its
 * inputs are known, or moved to the host when it follows from token ids and masks alone; so importing a file, rewriting
 * it and differentiating it all leave the same small graphs.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Operator, OperatorTable, Shape } from './operators/operator.ts';
import { OPERATORS } from './operators/index.ts';
import { simplify } from './simplify.ts';
import type { Attributes, Origin, StaticGraph, StaticNode, Value } from './static-graph.ts';
import { liveGraph } from './live.ts';
import { entryOf } from './table.ts';
import {
  allocateFloat32,
  elementCount,
  int64Vector,
  scalar,
  type Dims,
  type ElementType,
  type Tensor,
} from './tensor.ts';

/** Largest constant that folding may make: a mask of 1,024 × 1,024. Larger results are computed on the device. */
const FOLD_LIMIT = 1 << 20;

/**
 * Numbers that folding may read and make for one graph; what is left then is computed on the device. Without it a file of
 * a few bytes could fill the memory with masks, or the day with their products.
 */
const FOLD_WORK = 1 << 25;

/** Shapes and indices, which must be known, are smaller than this and cost nothing. */
const FREE_WORK = 1 << 10;

/** Largest tensor that the host computes for each batch; larger ones (expanded masks) are left to the device. */
const HOST_LIMIT = 1 << 23;

let nextId = 0;

/** Where each row went that indices name at most once. */
export interface Inverse {
  /** For each row, in order, its place among the indices; their number for a row that they leave out. */
  readonly places: Value;
  /** Whether there are rows that they leave out. */
  readonly leavesOut: boolean;
}

export class Builder {
  /** Name of the file's node that is being rewritten; goes into messages and node names. */
  source = '';
  private readonly hostInputs: Value[];
  private readonly hostNodes: StaticNode[];
  private readonly inputs: Value[];
  private readonly weights: Map<Value, Tensor>;
  private readonly nodes: StaticNode[];
  private readonly shared = new Map<string, readonly Value[]>();
  private readonly scalars = new Map<string, Value>();
  private foldWorkLeft = FOLD_WORK;
  private readonly inverses = new Map<Value, Inverse>();

  /** Goes on from `graph`, whose values stay valid. */
  constructor(
    graph?: StaticGraph,
    readonly operators: OperatorTable = OPERATORS,
  ) {
    this.hostInputs = [...(graph?.hostInputs ?? [])];
    this.hostNodes = [...(graph?.hostNodes ?? [])];
    this.inputs = [...(graph?.inputs ?? [])];
    this.weights = new Map(graph?.weights);
    this.nodes = [...(graph?.nodes ?? [])];
    for (const node of [...this.hostNodes, ...this.nodes]) this.shared.set(nodeKey(node), node.outputs);
  }

  /** Something the caller gives to the host part: token ids, a mask, read positions. */
  hostInput(name: string, type: ElementType, dims: Dims): Value {
    const value = newValue(name, { type, dims }, 'host');
    this.hostInputs.push(value);
    return value;
  }

  /** Something fed to the device: a soft prompt, a learning rate, optimiser state. */
  input(name: string, type: ElementType, dims: Dims): Value {
    const value = newValue(name, { type, dims }, 'input');
    this.inputs.push(value);
    return value;
  }

  /** A frozen weight, bound when the program runs. */
  weight(name: string, tensor: Tensor): Value {
    const value = newValue(name, tensor, 'weight');
    this.weights.set(value, tensor);
    return value;
  }

  constant(tensor: Tensor): Value {
    const make = (): Value => ({ ...newValue('constant', tensor, 'constant'), constant: tensor });
    if (tensor.data.length > 16) return make();
    const key = `${tensor.type}[${tensor.dims.join(',')}]${tensor.data.join(',')}${Object.is(tensor.data[0], -0) ? '-' : ''}`;
    const known = this.scalars.get(key) ?? make();
    this.scalars.set(key, known);
    return known;
  }

  number(value: number, type: ElementType = 'float32'): Value {
    return this.constant(scalar(type, value));
  }

  ints(values: readonly number[]): Value {
    return this.constant(int64Vector(values));
  }

  weightTensor(value: Value): Tensor | undefined {
    return this.weights.get(value);
  }

  /** Adds a node with one output. */
  op(op: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.add(op, inputs, attributes, 1)[0];
  }

  /**
   * Adds a node. What comes back may be an input, a constant or the output of an equal node.
   * @throws LabError `onnx-unsupported` for an operator that is not in the table, `shape-mismatch` when shapes do not fit
   */
  add(
    op: string,
    inputs: readonly (Value | null)[],
    attributes: Attributes = {},
    outputs = 1,
  ): readonly Value[] {
    const operator = entryOf(this.operators, op);
    if (operator === undefined) throw this.unsupported(op);
    const key = nodeKey({ op, inputs, attributes });
    const known = this.shared.get(key);
    if (known !== undefined && known.length >= outputs) return known;
    try {
      const simple = simplify(this, op, inputs, attributes);
      if (simple !== null) return [simple];
      const shapes = operator.infer(inputs, attributes, outputs);
      const folded = this.fold(operator, inputs, attributes, shapes);
      if (folded !== null) {
        this.shared.set(key, folded);
        return folded;
      }
      const origin = originOf(op, inputs, shapes);
      const results = shapes.map((shape) => newValue(this.source || op, shape, origin));
      const list = origin === 'host' ? this.hostNodes : this.nodes;
      list.push({ op, domain: '', inputs, attributes, outputs: results, source: this.source });
      this.shared.set(key, results);
      return results;
    } catch (cause) {
      if (cause instanceof LabError) throw cause;
      throw new LabError(
        {
          code: 'shape-mismatch',
          message: `Node ${this.source || '(made by the lab)'} (${op}): ${cause instanceof Error ? cause.message : String(cause)}.`,
          remedy:
            'The graph can’t be compiled for this batch and length. Try another export of the model (plain, without a cache, with dynamic batch and sequence).',
          where: this.source,
        },
        { cause },
      );
    }
  }

  /**
   * Looks rows (or columns) of a frozen table up on the host. A batch needs few of a vocabulary's rows, so the table
   * itself never has to reach the device: not its memory, not its binding limits, and a step's time does not depend on
   * the size of the vocabulary.
   */
  lookUp(table: Value, indices: Value, axis: number): Value {
    const known = indices.origin === 'host' || indices.origin === 'constant';
    const frozen = table.origin === 'weight' || table.origin === 'constant';
    if (!known || !frozen) return this.op('Gather', [table, indices], { axis });
    const inputs = [table, indices];
    const key = `host ${nodeKey({ op: 'Gather', inputs, attributes: { axis } })}`;
    const shared = this.shared.get(key);
    if (shared !== undefined) return shared[0];
    const [shape] = OPERATORS.Gather.infer(inputs, { axis }, 1);
    const result: Value = { ...newValue(this.source || 'look-up', shape, 'host'), fed: true };
    this.hostNodes.push({
      op: 'Gather',
      domain: '',
      inputs,
      attributes: { axis },
      outputs: [result],
      source: this.source,
    });
    this.shared.set(key, [result]);
    return result;
  }

  /**
   * Says of `indices` into rows that they name none of the first rows twice, and what undoes them. The gradient of looking
   * those rows up is then a look-up too: no sum, no scatter. Further rows (of zeros, say) get no gradient.
   */
  declareInverse(indices: Value, inverse: Inverse): void {
    this.inverses.set(indices, inverse);
  }

  inverseOf(indices: Value): Inverse | undefined {
    return this.inverses.get(indices);
  }

  private fold(
    operator: Operator,
    inputs: readonly (Value | null)[],
    attributes: Attributes,
    shapes: readonly Shape[],
  ): readonly Value[] | null {
    const limit = operator.foldLimit ?? FOLD_LIMIT;
    if (shapes.some((shape) => elementCount(shape.dims) > limit)) return null;
    const constants: (Tensor | null)[] = [];
    for (const input of inputs) {
      if (input !== null && input.constant === undefined) return null;
      constants.push(input?.constant ?? null);
    }
    const work = foldWork(operator, inputs, attributes, shapes);
    if (work > this.foldWorkLeft) return null;
    if (work > FREE_WORK) this.foldWorkLeft -= work;
    return operator
      .evaluate(constants, attributes, shapes, allocateFloat32)
      .map((tensor) => this.constant(tensor));
  }

  private unsupported(op: string): LabError {
    return new LabError({
      code: 'onnx-unsupported',
      message: `Node ${this.source || '(unnamed)'} uses the operator ${op}, which the lab does not know.`,
      remedy:
        'Export the model without this operator (plain float32 or float16 export, eager attention), or report it with the model’s name.',
      where: this.source,
    });
  }

  /** The graph as it stands, without what `outputs` do not need. */
  build(outputs: readonly Value[]): StaticGraph {
    return liveGraph({
      hostInputs: this.hostInputs,
      hostNodes: this.hostNodes,
      inputs: this.inputs,
      weights: this.weights,
      nodes: this.nodes,
      outputs,
    });
  }
}

function foldWork(
  operator: Operator,
  inputs: readonly (Value | null)[],
  attributes: Attributes,
  shapes: readonly Shape[],
): number {
  const read = inputs.reduce((sum, input) => sum + elementCount(input?.dims ?? [0]), 0);
  const made = shapes.reduce((sum, shape) => sum + elementCount(shape.dims), 0);
  return read + Math.max(made, (operator.flops?.(inputs, attributes, shapes) ?? 0) / 2);
}

function newValue(name: string, shape: Shape, origin: Origin): Value {
  return { id: nextId++, name, type: shape.type, dims: shape.dims, origin };
}

/** Looking rows up in a table of floats is left to the device: the result is larger than its indices. */
const isLookUp = (op: string, inputs: readonly (Value | null)[]): boolean =>
  op === 'Gather' && inputs[0]?.origin === 'constant' && inputs[0].type === 'float32';

function originOf(op: string, inputs: readonly (Value | null)[], shapes: readonly Shape[]): Origin {
  const fromHost = inputs.every(
    (input) =>
      input === null || input.origin === 'constant' || (input.origin === 'host' && input.fed !== true),
  );
  const small = shapes.every((shape) => elementCount(shape.dims) <= HOST_LIMIT);
  const known = inputs.every((input) => input === null || input.origin === 'constant');
  return fromHost && small && !known && !isLookUp(op, inputs) ? 'host' : 'device';
}

function nodeKey(node: Pick<StaticNode, 'op' | 'inputs' | 'attributes'>): string {
  const attributes = Object.keys(node.attributes)
    .sort()
    .map((name) => `${name}=${String(node.attributes[name])}`);
  return `${node.op}(${node.inputs.map((input) => input?.id ?? '').join(',')})${attributes.join(';')}`;
}
