/** Operators of ai.onnx that are rewritten: old versions, lists, activations, sequences, control flow. */
import { test } from 'vitest';
import { BOOL, FLOAT, GraphMaker, INT64, rawTensor } from './graph-maker.ts';
import { describeLowerings, expectAsOriginal, type CaseBuilder, type LoweringRow } from './lowering-case.ts';

const simple = (op: string, attributes: Parameters<GraphMaker['op']>[2] = {}, opset = 17): LoweringRow => [
  op,
  (g) => g.op(op, [g.x(3, 4)], attributes),
  opset,
];

const ACTIVATIONS: readonly LoweringRow[] = [
  simple('HardSwish'),
  simple('HardSigmoid', { alpha: 0.3, beta: 0.4 }),
  simple('LeakyRelu', { alpha: 0.2 }),
  simple('Elu', { alpha: 0.7 }),
  simple('Celu', { alpha: 0.7 }),
  simple('Selu'),
  simple('Softsign'),
  simple('Mish', {}, 18),
  ['PRelu', (g) => g.op('PRelu', [g.x(3, 4), g.weight([4])])],
  ['Clip with attributes', (g) => g.op('Clip', [g.x(3, 4)], { min: -0.5, max: 0.25 }), 10],
  ['Clip with a lower limit only', (g) => g.op('Clip', [g.x(3, 4), g.float(-0.5)])],
];

const SOFTMAXES: readonly LoweringRow[] = [
  ['Softmax-11 from the second axis on', (g) => g.op('Softmax', [g.x(2, 3, 4)], { axis: 1 }), 11],
  ['Softmax-12 by default', (g) => g.op('Softmax', [g.x(2, 3, 4)]), 12],
  ['Softmax-13 of a middle axis', (g) => g.op('Softmax', [g.x(2, 3, 4)], { axis: 1 }), 13],
  ['LogSoftmax-13', (g) => g.op('LogSoftmax', [g.x(2, 3, 4)], { axis: -1 }), 13],
  ['LogSoftmax-11 from the second axis on', (g) => g.op('LogSoftmax', [g.x(2, 3, 4)], { axis: 1 }), 11],
];

const REDUCTIONS: readonly LoweringRow[] = [
  ['ReduceSum-11', (g) => g.op('ReduceSum', [g.x(2, 3, 4)], { axes: [0, -1], keepdims: 0 }), 11],
  ['ReduceMean-17 of all axes', (g) => g.op('ReduceMean', [g.x(2, 3)], { keepdims: 0 })],
  ['ReduceMean-18', (g) => g.op('ReduceMean', [g.x(2, 3), g.ints(1)]), 18],
  [
    'ReduceMax that does nothing',
    (g) => g.op('ReduceMax', [g.x(2, 3), g.ints()], { noop_with_empty_axes: 1 }),
    18,
  ],
  ['ReduceL1', (g) => g.op('ReduceL1', [g.x(2, 3)], { axes: [1] })],
  ['ReduceLogSumExp', (g) => g.op('ReduceLogSumExp', [g.x(2, 3, 4)], { axes: [1], keepdims: 0 })],
  ['ReduceLogSum', (g) => g.op('ReduceLogSum', [g.op('Exp', [g.x(2, 3)])], { axes: [1] })],
  ['Sum of three', (g) => g.op('Sum', [g.x(2, 3), g.x(3), g.x(2, 1)])],
  ['Mean of three', (g) => g.op('Mean', [g.x(2, 3), g.x(3), g.x(2, 1)])],
  ['Max of three', (g) => g.op('Max', [g.x(2, 3), g.x(3), g.x(2, 1)])],
  ['Min of one', (g) => g.op('Min', [g.x(2, 3)])],
];

const two = (g: Parameters<CaseBuilder>[0]): string => g.given('int64', [2, 2], [0, 1, 1, 0]);

const MOVEMENTS: readonly LoweringRow[] = [
  ['Squeeze-11', (g) => g.op('Squeeze', [g.x(1, 3, 1)], { axes: [-1] }), 11],
  ['Squeeze of every one', (g) => g.op('Squeeze', [g.x(1, 3, 1)])],
  ['Unsqueeze-11', (g) => g.op('Unsqueeze', [g.x(2, 3)], { axes: [0, 3] }), 11],
  ['Unsqueeze-13 from the end', (g) => g.op('Unsqueeze', [g.x(2, 3), g.ints(-1, 0)])],
  ['Flatten', (g) => g.op('Flatten', [g.x(2, 3, 4)], { axis: -1 })],
  ['Split-11', (g) => g.add('Split', [g.x(2, 6)], { axis: 1, split: [1, 2, 3] }, 3), 11],
  ['Split-13', (g) => g.add('Split', [g.x(2, 6), g.ints(4, 2)], { axis: -1 }, 2)],
  ['Split-18 into uneven parts', (g) => g.add('Split', [g.x(2, 7)], { axis: 1, num_outputs: 3 }, 3), 18],
  ['Tile', (g) => g.op('Tile', [g.x(2, 3), g.ints(2, 3)])],
  ['Slice-9', (g) => g.op('Slice', [g.x(3, 5)], { axes: [1], starts: [1], ends: [-1] }), 9],
  ['Pad-10', (g) => g.op('Pad', [g.x(2, 3)], { pads: [0, 1, 1, 0], mode: 'constant' }), 10],
  ['GatherND', (g) => g.op('GatherND', [g.x(2, 3, 2), two(g)])],
  [
    'GatherND by rows',
    (g) => g.op('GatherND', [g.x(2, 3, 2), g.given('int64', [2, 2, 1], [0, 2, 1, 0])], { batch_dims: 1 }),
  ],
  ['GatherND from the end', (g) => g.op('GatherND', [g.x(3, 2), g.given('int64', [2, 1], [-1, 0])])],
  [
    'OneHot',
    (g) => g.op('OneHot', [g.given('int64', [4], [0, 2, -1, 1]), g.int(3), g.floats([2], [0.5, 2])]),
  ],
  [
    'OneHot on the first axis',
    (g) =>
      g.op('OneHot', [g.given('int64', [4], [0, 2, -1, 1]), g.int(3), g.floats([2], [0, 1])], { axis: 0 }),
  ],
  ['Identity', (g) => g.op('Identity', [g.x(2)])],
  ['Dropout at inference', (g) => g.op('Dropout', [g.x(2, 3)])],
  ['CastLike', (g) => [[g.op('CastLike', [g.x(2, 3), g.given('int64', [1], [0])]), INT64]]],
  ['Shape, a part of it', (g) => [[g.op('Shape', [g.x(2, 3, 4)], { start: 1, end: -1 }), INT64]]],
  ['Size', (g) => [[g.op('Size', [g.x(2, 3, 4)]), INT64]]],
  [
    'ConstantOfShape',
    (g) => g.op('ConstantOfShape', [g.op('Shape', [g.x(2, 3)])], { value: rawTensor(FLOAT, [1], [2.5]) }),
  ],
  ['EyeLike', (g) => g.op('EyeLike', [g.x(3, 4)], { k: 1 })],
  [
    'Trilu of truth values',
    (g) => [[g.op('Trilu', [g.given('bool', [3, 3], new Array<number>(9).fill(1))], { upper: 0 }), BOOL]],
  ],
];

const SEQUENCES: readonly LoweringRow[] = [
  [
    'SplitToSequence by size',
    (g) => g.op('SequenceAt', [g.op('SplitToSequence', [g.x(2, 5), g.int(2)], { axis: 1 }), g.int(-1)]),
  ],
  [
    'SplitToSequence by ones',
    (g) => g.op('SequenceAt', [g.op('SplitToSequence', [g.x(2, 3)], { axis: 0, keepdims: 0 }), g.int(1)]),
  ],
  [
    'a sequence grows, shrinks and is joined',
    (g) => {
      const empty = g.op('SequenceEmpty', []);
      const one = g.op('SequenceInsert', [empty, g.x(2, 1)]);
      const three = g.op('SequenceInsert', [g.op('SequenceInsert', [one, g.x(2, 2)]), g.x(2, 3), g.int(0)]);
      const rest = g.op('SequenceErase', [three, g.int(1)]);
      return [g.op('ConcatFromSequence', [rest], { axis: 1 }), [g.op('SequenceLength', [three]), INT64]];
    },
  ],
  [
    'a sequence is stacked',
    (g) =>
      g.op('ConcatFromSequence', [g.op('SequenceConstruct', [g.x(2), g.x(2)])], { axis: -1, new_axis: 1 }),
  ],
];

/** Body of an If or a loop; its names start with `name`. */
function body(name: string, fill: (inner: GraphMaker) => void) {
  const inner = new GraphMaker(3, `/${name}`);
  fill(inner);
  return inner.graph();
}

const CONTROL: readonly LoweringRow[] = [
  [
    'an If on a shape',
    (g) => {
      const x = g.x(2, 3);
      const condition = g.op('Equal', [g.op('Size', [x]), g.int(6)]);
      return g.op('If', [condition], {
        then_branch: body('then', (inner) => inner.output(inner.op('Neg', [x]))),
        else_branch: body('else', (inner) => inner.output(inner.op('Exp', [x]))),
      });
    },
  ],
  [
    'an If on the data',
    (g) => {
      const x = g.x(2, 3);
      const sum = g.op('ReduceSum', [x], { keepdims: 0 });
      return g.op('If', [g.op('Greater', [sum, g.float(0.1)])], {
        then_branch: body('then', (inner) => inner.output(inner.op('Neg', [x]))),
        else_branch: body('else', (inner) => inner.output(inner.op('Exp', [x]))),
      });
    },
  ],
  [
    'a Loop that carries a value and yields rows',
    (g) => {
      const x = g.x(2, 3);
      const loop = body('loop', (inner) => {
        inner.input('iteration', INT64, []);
        inner.input('going', BOOL, []);
        inner.input('carried', FLOAT, [2, 3]);
        const next = inner.op('Mul', [
          'carried',
          inner.op('Add', [x, inner.op('Cast', ['iteration'], { to: FLOAT })]),
        ]);
        inner.output(inner.op('Identity', ['going']), BOOL);
        inner.output(next);
        inner.output(inner.op('Exp', [next]));
      });
      return g.add('Loop', [g.int(3), '', x], { body: loop }, 2);
    },
  ],
  [
    'a Loop that its condition ends',
    (g) => {
      const x = g.x(2);
      const loop = body('loop', (inner) => {
        inner.input('iteration', INT64, []);
        inner.input('going', BOOL, []);
        inner.input('carried', FLOAT, [2]);
        inner.output(inner.op('Less', ['iteration', inner.int(1)]), BOOL);
        inner.output(inner.op('Add', ['carried', x]));
      });
      return g.op('Loop', ['', g.tensor(BOOL, [], [1]), x], { body: loop });
    },
  ],
  [
    'a Scan from back to front',
    (g) => {
      const scan = body('scan', (inner) => {
        inner.input('sum', FLOAT, [2]);
        inner.input('row', FLOAT, [2]);
        const next = inner.op('Add', ['sum', 'row']);
        inner.output(next);
        inner.output(inner.op('Mul', [next, inner.float(2)]));
      });
      return g.add(
        'Scan',
        [g.x(2), g.x(4, 2)],
        { body: scan, num_scan_inputs: 1, scan_input_directions: [1] },
        2,
      );
    },
  ],
  [
    'a Loop inside an If',
    (g) => {
      const x = g.x(2);
      const loop = body('inner-loop', (inner) => {
        inner.input('at', INT64, []);
        inner.input('on', BOOL, []);
        inner.input('value', FLOAT, [2]);
        inner.output(inner.op('Identity', ['on']), BOOL);
        inner.output(inner.op('Add', ['value', x]));
      });
      return g.op('If', [g.tensor(BOOL, [], [1])], {
        then_branch: body('then', (inner) =>
          inner.output(inner.op('Loop', [inner.int(2), '', x], { body: loop })),
        ),
        else_branch: body('else', (inner) => inner.output(inner.op('Exp', [x]))),
      });
    },
  ],
];

describeLowerings('activations', ACTIVATIONS);
describeLowerings('softmax', SOFTMAXES);
describeLowerings('reductions', REDUCTIONS);
describeLowerings('movement', MOVEMENTS);
describeLowerings('sequences', SEQUENCES);
describeLowerings('control flow', CONTROL);

test.each([
  ['a number', { value_float: { float: 3 } }, FLOAT],
  ['a whole number', { value_int: 3 }, INT64],
  ['a list', { value_ints: [3, 4] }, INT64],
  ['a tensor', { value: rawTensor(FLOAT, [2], [1, 2]) }, FLOAT],
] as const)('a Constant that holds %s', (_what, attributes, type) =>
  expectAsOriginal(17, (g) => [[g.op('Constant', [], attributes), type]]),
);
