/** The two programs that read the mask: up to what the head's last map reads, and from there to the logits of any words. */
import { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { optimise } from '../../onnx/optimise/index.ts';
import { producers, rewrite } from '../../onnx/rewrite.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { splitHead } from '../../plm/head-split.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import { labelLogits } from '../../plm/label-logits.ts';
import { promptedGraph, type Plm } from '../../plm/plm.ts';
import { selectPositions } from '../../plm/select-positions.ts';
import { compileProgram, type CompiledProgram } from '../training/compiled-program.ts';

/**
 * What the head's last map reads at the mask: `states` [batch, width]. `prompt` is an input where the shape has one.
 * Host input beside the PLM's: `read_position` [batch], soft prompt not counted.
 */
export function maskStatesProgram(plm: Plm, shape: BatchShape): CompiledProgram {
  const prompted = promptedGraph(plm, shape);
  const { batch, length, promptLength, decoderLength } = shape;
  const reading = new Builder(prompted.graph);
  const read = reading.hostInput('read_position', 'int64', [batch]);
  const inEncoder = reading.op('Add', [read, reading.number(promptLength, 'int64')]);
  const { states } = splitHead(producers(prompted.graph), prompted.logits);
  const graph = reading.build([states, inEncoder]);
  const selected =
    plm.read === 'decoder'
      ? selectPositions(graph, [states], reading.ints(new Array<number>(batch).fill(0)), {
          batch,
          tokens: decoderLength,
        })
      : selectPositions(graph, [states], inEncoder, { batch, tokens: promptLength + length });
  const [target] = selected.targets;
  const rows = arithmetic(selected.builder).reshape(target, [batch, elementCount(target.dims) / batch]);
  const { builder, value } = optimise(selected.builder.build([rows]));
  return compileProgram(
    `mask states ${String(batch)}×(${String(promptLength)}+${String(length)})`,
    (outputs) => builder.build(outputs),
    { states: value(rows) },
  );
}

export interface HeadProgram {
  /** Input `states` as `dims` says, host input `label_words` [columns]; output `logits` [rows, columns]. */
  readonly compiled: CompiledProgram;
  /** Shape of `states`: so many rows of so many numbers, whatever axes the model's own graph has. */
  readonly dims: readonly number[];
  /** Whether the mean of logits is the logits of the mean state. */
  readonly affine: boolean;
}

/** The logits of `columns` tokens for `rows` states. */
export function headProgram(plm: Plm, rows: number, columns: number): HeadProgram {
  const decoder = plm.read === 'decoder';
  const prompted = promptedGraph(plm, {
    batch: decoder ? rows : 1,
    length: decoder ? 1 : rows,
    promptLength: 0,
    decoderLength: 1,
    fillerId: plm.fillerId,
  });
  const { states, affine } = splitHead(producers(prompted.graph), prompted.logits);
  const cut = rewrite(prompted.graph, (node, _inputs, b) =>
    node.outputs.includes(states)
      ? node.outputs.map((output) => (output === states ? b.input('states', 'float32', states.dims) : output))
      : null,
  );
  const graph = cut.builder.build([cut.value(prompted.logits)]);
  const b = new Builder(graph);
  const words = b.hostInput('label_words', 'int64', [columns]);
  const narrow = labelLogits(b, producers(graph), graph.outputs[0], words);
  const logits = arithmetic(b).reshape(narrow, [rows, columns]);
  const { builder, value } = optimise(b.build([logits]));
  const compiled = compileProgram(
    `head ${String(rows)}×${String(columns)}`,
    (outputs) => builder.build(outputs),
    { logits: value(logits) },
  );
  return { compiled, dims: states.dims, affine };
}
