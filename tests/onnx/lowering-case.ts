/** One small model and its inputs, compiled and run beside onnxruntime. */
import { describe, expect, test } from 'vitest';
import { elementCount, tensorOf, type Dims, type ElementType, type Tensor } from '../../src/onnx/tensor.ts';
import { distance, runCompiled } from './compiled.ts';
import { BOOL, FLOAT, GraphMaker, INT32, INT64, noise } from './graph-maker.ts';
import { runOriginal } from './original.ts';

const CODES: Readonly<Record<ElementType, number>> = {
  float32: FLOAT,
  int32: INT32,
  int64: INT64,
  bool: BOOL,
};

/** A graph maker that makes up its inputs' values. */
export class CaseMaker extends GraphMaker {
  readonly feeds: Record<string, Tensor> = {};
  private readonly next = noise(41);

  /** A random float input. */
  x(...dims: readonly number[]): string {
    return this.given('float32', dims, Array.from({ length: elementCount(dims) }, this.next));
  }

  given(type: ElementType, dims: Dims, values: readonly number[]): string {
    const name = `in${String(Object.keys(this.feeds).length)}`;
    this.feeds[name] = tensorOf(type, dims, values);
    return this.input(name, CODES[type], dims);
  }
}

/** Builds a graph and gives the names of its outputs, or their names with their element types. */
export type CaseBuilder = (g: CaseMaker) => string | readonly (string | readonly [string, number])[];

export async function expectAsOriginal(opset: number, build: CaseBuilder, limit = 2e-6): Promise<void> {
  const maker = new CaseMaker();
  const made = build(maker);
  for (const output of typeof made === 'string' ? [made] : made) {
    if (typeof output === 'string') maker.output(output);
    else maker.output(output[0], output[1]);
  }
  const model = maker.model(opset);
  const truth = await runOriginal(model, maker.feeds);
  const compiled = runCompiled(model, maker.feeds);
  expect(Object.keys(compiled)).toEqual(model.graph.outputs.map((output) => output.name));
  for (const [name, tensor] of Object.entries(compiled)) {
    const largest = Math.max(1, ...truth[name].data.map(Math.abs));
    expect(tensor.dims).toEqual(truth[name].dims);
    expect(distance(tensor, truth[name]) / largest).toBeLessThan(limit);
  }
}

/** What it is, how it is built, and the version of ai.onnx (17 when it is left out). */
export type LoweringRow = readonly [what: string, build: CaseBuilder, opset?: number];

export function describeLowerings(kind: string, rows: readonly LoweringRow[]): void {
  const named = rows.map(([what, build, opset = 17]) => ({ what, build, opset }));
  describe(kind, () => {
    test.each(named)('$what', ({ build, opset }) => expectAsOriginal(opset, build));
  });
}
