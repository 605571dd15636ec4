/**
 * An ONNX model and bound inputs → a static graph: every shape is known, everything that does not depend on the data
 * is folded, control flow that shapes decide is gone, functions are expanded, operators are those of the table.
 */
import { LabError } from '../errors/lab-error.ts';
import { Builder } from './builder.ts';
import { controlFlow } from './control-flow.ts';
import { loweringOf, VOCABULARY, type Vocabulary } from './lowering/index.ts';
import { LoweringNode } from './lowering/lowering.ts';
import type { Attribute, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model.ts';
import { decodeTensor, ELEMENT_CODES, type RawTensor } from './raw-tensor.ts';
import { isSequence, lookUp, tensorNamed, unsupported, type Bound, type Scope } from './scope.ts';
import { sequenceOperators } from './sequences.ts';
import type { Value } from './static-graph.ts';
import { elementCount, type Tensor } from './tensor.ts';

/** Float initializers of at least this many elements stay outside the graph and are bound as weights. */
const WEIGHT_ELEMENTS = 4096;

export interface Specialised {
  readonly builder: Builder;
  /** What became of each name of the main graph; used to find values by the file's names. */
  readonly values: ReadonlyMap<string, Bound>;
  readonly outputs: readonly Value[];
}

/**
 * Compiles `model` for the given inputs.
 * @param bind gives the value of each graph input (made with the builder), or null when the caller has none
 * @throws LabError `onnx-unsupported` | `shape-mismatch`, naming the node
 */
export function specialise(
  model: OnnxModel,
  bind: (builder: Builder, name: string, dims: readonly (number | string | null)[]) => Value | null,
  vocabulary: Vocabulary = VOCABULARY,
): Specialised {
  const builder = new Builder(undefined, vocabulary.operators);
  const scope: Scope = new Map();
  for (const input of model.graph.inputs) {
    if (model.graph.initializers.has(input.name)) continue;
    const value = bind(builder, input.name, input.dims ?? []);
    if (value !== null) scope.set(input.name, asDeclared(builder, value, input));
  }
  const walker = new Walker(builder, model, vocabulary);
  const outputs = walker.graph(model.graph, scope).map((value, index) => {
    if (isSequence(value)) throw unsupported(model.graph.outputs[index].name, 'a sequence as a graph output');
    return value;
  });
  return { builder, values: scope, outputs };
}

/** Masks and ids come as whole numbers, whatever the file takes them for: some exports want a mask of floats. */
function asDeclared(builder: Builder, value: Value, { elementType }: OnnxValueInfo): Value {
  const type = ELEMENT_CODES[elementType]?.type ?? value.type;
  return builder.op('Cast', [value], { to: type });
}

/** Decoded once a file, however many programs are compiled from it. */
const decoded = new WeakMap<RawTensor, Tensor>();

function decodeOnce(raw: RawTensor): Tensor {
  const known = decoded.get(raw) ?? decodeTensor(raw);
  decoded.set(raw, known);
  return known;
}

/**
 * Most nodes that are visited while a file is compiled, loops unrolled and functions expanded: a few functions that call
 * one another twice would go on for years otherwise. The largest models have some ten thousand.
 */
const MOST_VISITS = 1 << 18;

/** A body's scope starts as a copy of what surrounds it; copying so many names takes as long as visiting a node. */
const NAMES_A_VISIT = 64;

export class Walker {
  private visits = 0;

  constructor(
    readonly builder: Builder,
    private readonly model: OnnxModel,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** Adds a graph's nodes; `scope` holds its inputs and whatever its body may refer to, and receives its values. */
  graph(graph: OnnxGraph, scope: Scope): Bound[] {
    this.visit(1 + scope.size / NAMES_A_VISIT);
    for (const [name, raw] of graph.initializers) scope.set(name, this.initializer(name, raw));
    this.nodes(graph.nodes, scope);
    return graph.outputs.map((output) => lookUp(scope, output.name, 'graph output'));
  }

  private visit(count: number): void {
    this.visits += count;
    if (this.visits > MOST_VISITS)
      throw unsupported(this.builder.source, `a graph of more than ${String(MOST_VISITS)} nodes`);
  }

  private initializer(name: string, raw: RawTensor): Value {
    const tensor = decodeOnce(raw);
    const heavy = tensor.type === 'float32' && elementCount(tensor.dims) >= WEIGHT_ELEMENTS;
    return heavy ? this.builder.weight(name, tensor) : this.builder.constant(tensor);
  }

  private nodes(nodes: readonly OnnxNode[], scope: Scope): void {
    for (const node of nodes) {
      const source = node.name || node.outputs[0];
      this.builder.source = source;
      this.visit(1);
      const results = this.node(node, scope, source);
      node.outputs.forEach((name, index) => {
        const result = results[index];
        if (name !== '' && result !== undefined && result !== null) scope.set(name, result);
      });
    }
    this.builder.source = '';
  }

  /** What goes wrong in a node is told with its name. */
  private node(node: OnnxNode, scope: Scope, source: string): readonly (Bound | null)[] {
    try {
      return this.rewritten(node, scope, source);
    } catch (cause) {
      if (cause instanceof LabError) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw unsupported(source, `${node.op}: ${why}; this`);
    }
  }

  private rewritten(node: OnnxNode, scope: Scope, source: string): readonly (Bound | null)[] {
    const special =
      controlFlow(this, node, scope) ??
      sequenceOperators(this.builder, node, scope) ??
      this.heavyConstant(node);
    if (special !== null) return special;
    const inputs = node.inputs.map((name) => (name === '' ? null : tensorNamed(scope, name, source)));
    const fn = this.model.functions.get(`${node.domain}:${node.op}`);
    if (fn !== undefined) return this.call(fn, node, inputs);
    const lowering = loweringOf(node.domain, node.op, this.vocabulary);
    if (lowering !== undefined) {
      const at = new LoweringNode(node, inputs, this.model.opsets.get('') ?? 17);
      const made = lowering(this.builder, at);
      at.refuseUnread();
      return made;
    }
    throw new LabError({
      code: 'onnx-unsupported',
      message: `Node ${source} uses the operator ${node.domain === '' ? '' : `${node.domain}.`}${node.op}, which the lab does not know.`,
      remedy:
        'Export the model without this operator (plain float32 or float16 export, eager attention), or report it with the model’s name.',
      where: source,
    });
  }

  /** Some exporters write weights as Constant nodes. */
  private heavyConstant(node: OnnxNode): readonly Value[] | null {
    const value = node.op === 'Constant' ? node.attributes.get('value') : undefined;
    return value?.kind === 'tensor' ? [this.initializer(node.outputs[0], value.value)] : null;
  }

  /** Expands a model-local function; attribute references take the call's attribute or the default. */
  private call(fn: OnnxFunction, node: OnnxNode, inputs: readonly (Value | null)[]): Bound[] {
    const scope: Scope = new Map();
    fn.inputs.forEach((name, index) => {
      const value = inputs[index];
      if (value !== undefined && value !== null) scope.set(name, value);
    });
    const nodes = fn.nodes.map((inner, index): OnnxNode => {
      const attributes = new Map<string, Attribute>(inner.attributes);
      for (const reference of fn.references) {
        if (reference.node !== index) continue;
        const value = node.attributes.get(reference.from) ?? fn.attributeDefaults.get(reference.from);
        if (value !== undefined) attributes.set(reference.name, value);
      }
      const known = inner.inputs.map((name) =>
        name === '' || scope.has(name) || !fn.inputs.includes(name) ? name : '',
      );
      return { ...inner, name: `${node.name}/${inner.name || inner.outputs[0]}`, inputs: known, attributes };
    });
    this.nodes(nodes, scope);
    return fn.outputs.map((name) => lookUp(scope, name, node.name));
  }
}
