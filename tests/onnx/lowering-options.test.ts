/** Whatever a file puts into a node is read as onnxruntime reads it, or refused by name; nothing is dropped unseen. */
import { expect, test } from 'vitest';
import { type LabError } from '../../src/errors/lab-error.ts';
import { LOWERINGS } from '../../src/onnx/lowering/index.ts';
import type { OnnxModel } from '../../src/onnx/model.ts';
import { OPERATORS } from '../../src/onnx/operators/index.ts';
import { compiledType, runOriginal } from './original.ts';
import { distance, runCompiled } from './compiled.ts';
import { CaseMaker } from './lowering-case.ts';
import { LOWERING_OPTIONS, withInput, type LoweringOptions, type Option } from './lowering-options.ts';

const rows = LOWERING_OPTIONS.flatMap((at) =>
  at.options.map((option) => ({ name: `${at.op} ${String(option[1])}: ${option[0]}`, at, option })),
);

function modelOf(
  { op, opset, required, attributes, outputs }: LoweringOptions,
  option: Option | null,
): { model: OnnxModel; feeds: CaseMaker['feeds'] } {
  const g = new CaseMaker();
  const inputs = required(g);
  const [, what, value] = option ?? [];
  const made =
    typeof what === 'number' && typeof value === 'function' ? withInput(inputs, what, value(g)) : inputs;
  const more = typeof what === 'string' && value !== undefined ? { [what]: value } : {};
  const [y] = g.add(op, made, { ...attributes, ...(more as typeof attributes) }, outputs);
  g.output(y);
  return { model: g.model(opset), feeds: g.feeds };
}

const compiled = (at: LoweringOptions, option: Option | null) => {
  const { model, feeds } = modelOf(at, option);
  return Object.values(runCompiled(model, feeds))[0];
};

async function original(at: LoweringOptions, option: Option | null, type: string) {
  const { model, feeds } = modelOf(at, option);
  const code = { float32: 1, int32: 6, int64: 7, bool: 9 }[type] ?? 1;
  const outputs = model.graph.outputs.map((output) => ({ ...output, elementType: code }));
  return Object.values(await runOriginal({ ...model, graph: { ...model.graph, outputs } }, feeds))[0];
}

test('every lowering has its options listed', () => {
  expect(LOWERING_OPTIONS.map(({ op }) => op).sort()).toEqual(Object.keys(LOWERINGS).sort());
});

test.each(rows)('$name', async ({ at, option }) => {
  const [verdict, what] = option;
  if (verdict === 'refused') {
    expect(() => compiled(at, option)).toThrow(
      expect.objectContaining({
        code: 'onnx-unsupported',
        message: expect.stringMatching(
          typeof what === 'number'
            ? new RegExp(`${at.op.split(':').pop() ?? ''}.*(input ${String(what)}|cache)`)
            : new RegExp(`${at.op.split(':').pop() ?? ''}.*${what}`),
        ) as string,
      }) as LabError,
    );
    // Without it the operator is known: what is refused is the option.
    expect(compiled(at, null).data.length).toBeGreaterThan(0);
    return;
  }
  const [one, other] = [compiled(at, null), compiled(at, option)];
  if (verdict === 'read') expect(distance(one, other)).toBeGreaterThan(1e-4);
  if (at.unrun) return;
  const truth = await original(at, option, other.type);
  expect(compiledType(truth.type)).toBe(other.type);
  expect(distance(other, truth) / Math.max(1, ...truth.data.map(Math.abs))).toBeLessThan(2e-6);
  if (verdict === 'idle') expect(distance(await original(at, null, one.type), truth)).toBe(0);
});

/** Operators of which any number of inputs may come, or which pass what comes on to the engine. */
const OPEN = new Set(['Sum', 'Max', 'Min', 'Mean', 'Einsum', 'Slice', 'Pad', 'com.microsoft:Trilu']);

test.each(LOWERING_OPTIONS.filter(({ op }) => !OPEN.has(op)))(
  '$op refuses an input that it does not know, by name',
  (at) => {
    expect(() => compiled(at, ['refused', 19, (g) => g.x(2, 2)])).toThrow(
      /its input 19 \(“in\d+”\), which the lab does not read/,
    );
  },
);

test.each(LOWERING_OPTIONS)('$op refuses an attribute that it does not know, by name', (at) => {
  expect(() => compiled(at, ['refused', 'unheard_of', 1])).toThrow(
    /its attribute “unheard_of”, which the lab does not read/,
  );
});

const passed = Object.keys(OPERATORS).filter((op) => !(op in LOWERINGS));

test.each(passed)('%s, which passes through, refuses an attribute that its entry does not name', (op) => {
  const g = new CaseMaker();
  const inputs =
    op === 'Range'
      ? [g.int(0), g.int(4), g.int(1)]
      : op === 'NonZero'
        ? [g.floats([2], [0, 1])]
        : op === 'Not' || op === 'And' || op === 'Or' || op === 'Xor'
          ? [g.given('bool', [2, 2], [0, 1, 1, 0]), g.given('bool', [2, 2], [0, 1, 1, 0])]
          : undefined;
  const indices = (): string => g.given('int64', [2, 2], [0, 1, 1, 0]);
  const other: Record<string, () => string[]> = {
    Reshape: () => [g.x(2, 2), g.ints(4)],
    Expand: () => [g.x(2, 2), g.ints(2, 2, 2)],
    Gather: () => [g.x(2, 2), indices()],
    GatherElements: () => [g.x(2, 2), indices()],
    ScatterElements: () => [g.x(2, 2), indices(), g.x(2, 2)],
    ScatterND: () => [g.x(2, 2), indices(), g.x(2)],
    Where: () => [g.given('bool', [2, 2], [0, 1, 1, 0]), g.x(2, 2), g.x(2, 2)],
    TopK: () => [g.x(2, 2), g.ints(1)],
    CumSum: () => [g.x(2, 2), g.int(0)],
  };
  g.output(g.op(op, inputs ?? other[op]?.() ?? [g.x(2, 2), g.x(2, 2)], { unheard_of: 1 }));
  expect(() => runCompiled(g.model(), g.feeds)).toThrow(/“unheard_of”, which the lab does not read/);
});

test.each([
  ['ArgMax', 'select_last_index', 1],
  ['IsInf', 'detect_negative', 0],
] as const)('%s refuses %s of %i, which is not what is computed', (op, name, value) => {
  const g = new CaseMaker();
  g.output(g.op(op, [g.x(2, 2)], { [name]: value }));
  expect(() => runCompiled(g.model(), g.feeds)).toThrow(new RegExp(`“${name}” of ${String(value)}`));
});

test.each(['mul', 'max'])('ScatterND refuses to scatter by %s', (reduction) => {
  const g = new CaseMaker();
  const indices = g.given('int64', [1, 1], [0]);
  g.output(g.op('ScatterND', [g.x(2, 2), indices, g.x(1, 2)], { reduction }));
  expect(() => runCompiled(g.model(18), g.feeds)).toThrow(new RegExp(`“reduction” of ${reduction}`));
});

test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('an operator %s is not known', (op) => {
  const g = new CaseMaker();
  g.output(g.op(op, [g.x(2, 2)]));
  expect(() => runCompiled(g.model(), g.feeds)).toThrow(
    expect.objectContaining({ code: 'onnx-unsupported' }) as LabError,
  );
});

test('gains of query and key norms count before the rotation, each head for itself', async () => {
  const build = (fused: boolean) => {
    const g = new CaseMaker();
    const [q, k, v] = [g.x(2, 5, 64), g.x(2, 5, 32), g.x(2, 5, 32)];
    const gains = [g.weight([16], 0.3, 1, 'q.gain'), g.weight([16], 0.3, 1, 'k.gain')];
    const caches = [g.weight([9, 8]), g.weight([9, 8])];
    const lengths = [g.given('int32', [2], [4, 4]), g.tensor(6, [], [5])];
    const normed = (x: string, heads: number, gain: string): string => {
      const apart = g.op('Reshape', [x, g.ints(2, 5, heads, 16)]);
      const y = g.op('SimplifiedLayerNormalization', [apart, gain], { axis: -1, epsilon: 0.01 });
      return g.op('Reshape', [y, g.ints(2, 5, heads * 16)]);
    };
    const inputs = fused
      ? [q, k, v, '', '', ...lengths, ...caches, '', '', '', '', '', ...gains]
      : [normed(q, 4, gains[0]), normed(k, 2, gains[1]), v, '', '', ...lengths, ...caches];
    const own = fused ? { qk_norm_epsilon: 0.01 } : {};
    const attributes = { num_heads: 4, kv_num_heads: 2, do_rotary: 1, ...own };
    g.output(g.op('com.microsoft:GroupQueryAttention', inputs, attributes));
    return g;
  };
  const [fused, spelledOut] = [build(true), build(false)];
  const truth = Object.values(await runOriginal(spelledOut.model(), spelledOut.feeds))[0];
  expect(distance(Object.values(runCompiled(fused.model(), fused.feeds))[0], truth)).toBeLessThan(2e-6);
});
