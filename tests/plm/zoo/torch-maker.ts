/** Node patterns as torch's exporters write them: shapes computed in the graph, weights transposed, views of heads. */
import { BOOL, FLOAT, GraphMaker, INT64, rawTensor } from '../../onnx/graph-maker.ts';

/** A size: a number, or the name of a scalar int64 value. */
export type Size = number | string;

export class TorchMaker extends GraphMaker {
  size(x: string, axis: number): string {
    return this.op('Gather', [this.op('Shape', [x]), this.int(axis)], { axis: 0 });
  }

  private sizes(parts: readonly Size[]): string {
    if (parts.every((part): part is number => typeof part === 'number')) return this.ints(...parts);
    const rows = parts.map((part) =>
      typeof part === 'number' ? this.ints(part) : this.op('Unsqueeze', [part, this.ints(0)]),
    );
    return this.op('Concat', rows, { axis: 0 });
  }

  view(x: string, ...parts: readonly Size[]): string {
    return this.op('Reshape', [x, this.sizes(parts)]);
  }

  /** A size of −1 keeps the axis: the exporter writes ones in its place. */
  expand(x: string, ...parts: readonly Size[]): string {
    const sizes = this.sizes(parts);
    if (!parts.includes(-1)) return this.op('Expand', [x, sizes]);
    const one = rawTensor(INT64, [1], [1]);
    const ones = this.op('ConstantOfShape', [this.op('Shape', [sizes])], { value: one });
    const kept = this.op('Equal', [sizes, this.mul(ones, this.int(-1))]);
    return this.op('Expand', [x, this.op('Where', [kept, ones, sizes])]);
  }

  permute(x: string, ...perm: readonly number[]): string {
    return this.op('Transpose', [x], { perm });
  }

  unsqueeze(x: string, ...axes: readonly number[]): string {
    return this.op('Unsqueeze', [x, this.ints(...axes)]);
  }

  slice(x: string, axis: number, start: Size, end: Size, step = 1): string {
    return this.op('Slice', [x, this.sizes([start]), this.sizes([end]), this.ints(axis), this.ints(step)]);
  }

  cast(x: string, to: number): string {
    return this.op('Cast', [x], { to });
  }

  add(x: string, y: string): string;
  add(
    op: string,
    inputs: readonly string[],
    attributes: Parameters<GraphMaker['add']>[2],
    outputs: number,
  ): string[];
  add(
    x: string,
    y: string | readonly string[],
    attributes: Parameters<GraphMaker['add']>[2] = {},
    outputs = 1,
  ): string | string[] {
    return typeof y === 'string' ? this.op('Add', [x, y]) : super.add(x, y, attributes, outputs);
  }

  mul(x: string, y: string): string {
    return this.op('Mul', [x, y]);
  }

  matMul(x: string, y: string): string {
    return this.op('MatMul', [x, y]);
  }

  arange(size: string): string {
    return this.op('Range', [this.int(0), size, this.int(1)]);
  }

  /** y = x Wᵀ + b, the weight transposed by the exporter. */
  linear(x: string, from: number, to: number, bias = true): string {
    const y = this.matMul(x, this.weight([from, to], 1 / Math.sqrt(from)));
    return bias ? this.add(this.weight([to], 0.1), y) : y;
  }

  layerNorm(x: string, width: number): string {
    const [scale, bias] = [this.weight([width], 0.1, 1), this.weight([width], 0.1)];
    return this.op('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: 1e-5 });
  }

  gelu(x: string): string {
    const gate = this.add(this.op('Erf', [this.op('Div', [x, this.float(Math.SQRT2)])]), this.float(1));
    return this.mul(this.mul(x, gate), this.float(0.5));
  }

  /** The approximation by tanh, with the cube as a power. */
  newGelu(x: string): string {
    const cube = this.mul(this.op('Pow', [x, this.float(3)]), this.float(0.044715));
    const inner = this.mul(this.add(x, cube), this.float(Math.sqrt(2 / Math.PI)));
    return this.mul(this.mul(x, this.float(0.5)), this.add(this.op('Tanh', [inner]), this.float(1)));
  }

  silu(x: string): string {
    return this.mul(x, this.op('Sigmoid', [x]));
  }

  softmax(x: string): string {
    return this.op('Softmax', [x], { axis: -1 });
  }

  /** [B, S, H·D] → [B, H, S, D]. */
  heads(x: string, heads: number, width: number): string {
    return this.permute(this.view(x, this.size(x, 0), this.size(x, 1), heads, width), 0, 2, 1, 3);
  }

  /** [B, H, S, D] → [B, S, H·D]. */
  merge(x: string, total: number): string {
    const turned = this.permute(x, 0, 2, 1, 3);
    return this.view(turned, this.size(turned, 0), this.size(turned, 1), total);
  }

  /** softmax(q kᵀ / √d + mask) v over [B, H, S, D]. */
  attention(q: string, k: string, v: string, width: number, mask: string | null): string {
    const scaled = this.op('Div', [
      this.matMul(q, this.permute(k, 0, 1, 3, 2)),
      this.float(Math.sqrt(width)),
    ]);
    return this.matMul(this.softmax(mask === null ? scaled : this.add(scaled, mask)), v);
  }

  /** A [B, S] mask of ones and zeros as zeros and large negative numbers over [B, 1, 1, S]. */
  extendedMask(mask: string): string {
    const kept = this.cast(this.unsqueeze(this.unsqueeze(mask, 1), 2), FLOAT);
    return this.mul(this.op('Sub', [this.float(1), kept]), this.float(-3.4028234663852886e38));
  }

  /** rotate_half(x) = concat(−x₂, x₁). */
  private rotateHalf(x: string, width: number): string {
    const [first, second] = [this.slice(x, 3, 0, width / 2), this.slice(x, 3, width / 2, 2 ** 53)];
    return this.op('Concat', [this.op('Neg', [second]), first], { axis: -1 });
  }

  rotary(x: string, width: number, cosine: string, sine: string): string {
    return this.add(this.mul(x, cosine), this.mul(this.rotateHalf(x, width), sine));
  }

  /** cos and sin [B, S, D] from positions [B, S], by a product with the inverse frequencies. */
  rotaryAngles(positions: string, width: number): [string, string] {
    const frequencies = Array.from({ length: width / 2 }, (_, at) => 100 ** ((-2 * at) / width));
    const inverse = this.floats([1, width / 2, 1], frequencies);
    const spread = this.expand(inverse, this.size(positions, 0), width / 2, 1);
    const rows = this.cast(this.unsqueeze(positions, 1), FLOAT);
    const angles = this.permute(this.matMul(spread, rows), 0, 2, 1);
    const both = this.op('Concat', [angles, angles], { axis: -1 });
    return [this.op('Cos', [both]), this.op('Sin', [both])];
  }

  /** Input ids, mask and token types as an encoder's inputs. */
  textInputs(): { ids: string; mask: string; batch: string; length: string } {
    const ids = this.input('input_ids', INT64, ['batch', 'sequence']);
    const mask = this.input('attention_mask', INT64, ['batch', 'sequence']);
    return { ids, mask, batch: this.size(ids, 0), length: this.size(ids, 1) };
  }

  embed(table: string, ids: string): string {
    return this.op('Gather', [table, ids]);
  }

  /** Truth where a query may see a key: [S, S]. */
  causal(length: string): string {
    const positions = this.arange(length);
    return this.op('LessOrEqual', [this.unsqueeze(positions, 0), this.unsqueeze(positions, 1)]);
  }

  truth(x: string): string {
    return this.cast(x, BOOL);
  }
}

/** Sizes shared by all models of the zoo. */
export const ZOO = { vocabulary: 160, width: 32, heads: 4, head: 8, neurons: 48, positions: 72 } as const;
