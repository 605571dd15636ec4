/**
 * A BERT-shaped masked language model with random weights, written as PyTorch's exporter writes one: for benchmarks at
 * widths that do not ship with the lab. Time does not depend on the values of weights.
 */
import { randomStream, type RandomStream } from '../experiment/random.ts';
import type { Attribute, OnnxModel, OnnxNode } from '../onnx/model.ts';
import type { RawTensor } from '../onnx/raw-tensor.ts';

export interface EncoderShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly positions: number;
}

class ModelWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, RawTensor>();
  private readonly random: RandomStream = randomStream(1, 'synthetic encoder');

  weight(
    name: string,
    dims: readonly number[],
    make: () => number = () => this.random.uniform(-0.05, 0.05),
  ): string {
    const values = Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, make);
    this.initializers.set(name, { name, code: 1, dims, bytes: new Uint8Array(values.buffer) });
    return name;
  }

  integers(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.initializers.set(name, { name, code: 7, dims: [values.length], bytes });
    return name;
  }

  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `${op}_${String(this.nodes.length)}`;
    this.nodes.push({
      name: output,
      op,
      domain: '',
      inputs,
      outputs: [output],
      attributes: new Map(Object.entries(attributes)),
    });
    return output;
  }

  linear(x: string, name: string, from: number, to: number): string {
    return this.node('Add', [
      this.node('MatMul', [x, this.weight(`${name}.weight`, [from, to])]),
      this.weight(`${name}.bias`, [to]),
    ]);
  }

  normalise(x: string, name: string, width: number): string {
    const inputs = [
      x,
      this.weight(`${name}.scale`, [width], () => 1),
      this.weight(`${name}.shift`, [width], () => 0),
    ];
    return this.node('LayerNormalization', inputs, {
      axis: { kind: 'int', value: -1 },
      epsilon: { kind: 'float', value: 1e-12 },
    });
  }

  number(value: number): string {
    return this.initializers.has(`number ${String(value)}`)
      ? `number ${String(value)}`
      : this.weight(`number ${String(value)}`, [], () => value);
  }

  gelu(x: string): string {
    const erf = this.node('Erf', [this.node('Div', [x, this.number(Math.SQRT2)])]);
    return this.node('Mul', [
      this.node('Mul', [x, this.node('Add', [erf, this.number(1)])]),
      this.number(0.5),
    ]);
  }
}

const perm = (...axes: readonly number[]): Readonly<Record<string, Attribute>> => ({
  perm: { kind: 'ints', value: axes },
});

function attention(
  w: ModelWriter,
  x: string,
  mask: string,
  name: string,
  { width, heads }: EncoderShape,
): string {
  const split = w.integers(`${name}.split`, [0, 0, heads, width / heads]);
  const headsOf = (part: string, ...axes: readonly number[]): string =>
    w.node(
      'Transpose',
      [w.node('Reshape', [w.linear(x, `${name}.${part}`, width, width), split])],
      perm(...axes),
    );
  const [q, k, v] = [headsOf('query', 0, 2, 1, 3), headsOf('key', 0, 2, 3, 1), headsOf('value', 0, 2, 1, 3)];
  const scores = w.node('Div', [w.node('MatMul', [q, k]), w.number(Math.sqrt(width / heads))]);
  const shares = w.node('Softmax', [w.node('Add', [scores, mask])], { axis: { kind: 'int', value: -1 } });
  const mixed = w.node('Transpose', [w.node('MatMul', [shares, v])], perm(0, 2, 1, 3));
  return w.linear(
    w.node('Reshape', [mixed, w.integers(`${name}.merge`, [0, 0, width])]),
    `${name}.output`,
    width,
    width,
  );
}

export function syntheticEncoder(shape: EncoderShape): OnnxModel {
  const { layers, width, feedForward, vocabulary, positions } = shape;
  const w = new ModelWriter();
  const keep = w.node('Cast', ['attention_mask'], { to: { kind: 'int', value: 1 } });
  // As BERT has it; a larger number would be infinite in half precision.
  const padding = w.node('Mul', [w.node('Sub', [w.number(1), keep]), w.number(-1e4)]);
  const mask = w.node('Unsqueeze', [padding, w.integers('mask.axes', [1, 2])]);
  const words = w.node('Gather', [w.weight('words', [vocabulary, width]), 'input_ids']);
  const length = w.node('Gather', [w.node('Shape', ['input_ids']), w.integers('one', [1])]);
  const places = w.node('Slice', [
    w.weight('positions', [positions, width]),
    w.integers('zero', [0]),
    length,
    w.integers('axis', [0]),
  ]);
  let x = w.normalise(w.node('Add', [words, places]), 'embeddings.norm', width);
  for (let layer = 0; layer < layers; layer++) {
    const name = `layer.${String(layer)}`;
    x = w.normalise(
      w.node('Add', [attention(w, x, mask, `${name}.attention`, shape), x]),
      `${name}.attention.norm`,
      width,
    );
    const neurons = w.gelu(w.linear(x, `${name}.intermediate`, width, feedForward));
    x = w.normalise(
      w.node('Add', [w.linear(neurons, `${name}.output`, feedForward, width), x]),
      `${name}.norm`,
      width,
    );
  }
  const head = w.normalise(w.gelu(w.linear(x, 'head', width, width)), 'head.norm', width);
  // As in BERT, words are written with the table that they are read with.
  const scores = w.node('MatMul', [head, w.node('Transpose', ['words'], perm(1, 0))]);
  const logits = w.node('Add', [scores, w.weight('decoder.bias', [vocabulary])]);
  const ids = (name: string) => ({ name, elementType: 7, dims: ['batch', 'sequence'] });
  return {
    graph: {
      name: 'synthetic encoder',
      inputs: [ids('input_ids'), ids('attention_mask')],
      outputs: [{ name: logits, elementType: 1, dims: ['batch', 'sequence', vocabulary] }],
      initializers: w.initializers,
      nodes: w.nodes,
    },
    opsets: new Map([['', 17]]),
    functions: new Map(),
    producer: 'prompt-lab bench',
  };
}
