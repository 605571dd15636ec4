/** A small language model with a loop, a branch, a mask made of shapes, and sequences: what folding works on. */
import { writeModel } from '../../../src/onnx/write-model.ts';
import { BOOL, FLOAT, GraphMaker, INT64 } from '../../onnx/graph-maker.ts';
import { plainBlock, TINY, tinyModel } from '../../plm/tiny-model.ts';
import type { TorchMaker } from '../../plm/zoo/torch-maker.ts';

/** x + x three times over. */
function doubled(t: TorchMaker, x: string): string {
  const body = new GraphMaker(1, 'loop');
  body.input('iteration', INT64, []);
  const going = body.input('going', BOOL, []);
  const carried = body.input('carried', FLOAT, []);
  body.output(body.op('Identity', [going]), BOOL, 'goes on');
  body.output(body.op('Add', [carried, carried]), FLOAT, 'more');
  return t.op('Loop', [t.int(3), '', x], { body: body.graph() });
}

/** A triangle of as many rows as there are tokens, as decoders make it. */
function triangle(t: TorchMaker, length: string): string {
  const square = t.op('Concat', [t.unsqueeze(length, 0), t.unsqueeze(length, 0)], { axis: 0 });
  const ones = t.op('ConstantOfShape', [square]);
  const rows = t.unsqueeze(t.arange(length), 1);
  return t.op('Trilu', [t.op('Add', [ones, t.cast(rows, FLOAT)])], { upper: 0 });
}

function branch(t: TorchMaker, condition: string, x: string): string {
  const side = (op: string) => {
    const inner = new GraphMaker(1, op);
    inner.output(inner.op(op, [x]), FLOAT, `${op} of x`);
    return inner.graph();
  };
  return t.op('If', [condition], { then_branch: side('Neg'), else_branch: side('Tanh') });
}

/** The two halves of the width, put together again. */
function halves(t: TorchMaker, x: string): string {
  const parts = t.op('SplitToSequence', [x, t.int(TINY.width / 2)], { axis: -1 });
  return t.op('ConcatFromSequence', [parts], { axis: -1 });
}

export const CONTROL_FLOW: Uint8Array = writeModel(
  tinyModel({
    embed: (t, { ids, table, length }) => {
      const words = t.embed(table, ids);
      const few = t.op('Less', [length, t.int(100)]);
      return branch(t, few, doubled(t, halves(t, words)));
    },
    block: (t, x) => {
      const tokens = t.size(x, 1);
      return plainBlock(t, t.matMul(triangle(t, tokens), x));
    },
  }),
).model;
