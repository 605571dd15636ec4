/** The DynSA block (spec 3): local encoder, gates, attention among the tokens that they select, fusion with the residual. */
import type { ReaderMode, ReaderModel } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';
import { attention, type Attended } from './attention.ts';
import { gates, type Gates } from './gate.ts';
import { linear } from './layers.ts';
import { localEncoder } from './local-encoder.ts';
import { select, type Selection } from './selection.ts';
import type { Weights } from './weights.ts';

/** What a mode does to a block. What is left out is not in the graph: a product with zero would cost what it doesn't do (spec 0.11). */
interface BlockParts {
  readonly convolves: boolean;
  readonly gates: boolean;
  /** By what tokens are selected; null for attention among all. */
  readonly selectsBy: 'gates' | 'noise' | null;
  readonly attends: boolean;
}

const WHOLE: BlockParts = { convolves: true, gates: true, selectsBy: 'gates', attends: true };

const BLOCK_PARTS: Readonly<Record<ReaderMode, BlockParts>> = {
  gate: WHOLE,
  'beta-0': WHOLE,
  'no-cross': WHOLE,
  all: { ...WHOLE, selectsBy: null },
  random: { ...WHOLE, selectsBy: 'noise' },
  'no-gate': { ...WHOLE, gates: false, selectsBy: 'noise' },
  'no-conv': { ...WHOLE, convolves: false },
  'no-attention': { ...WHOLE, attends: false },
};

/** Whether tokens of a sequence of `length` are drawn by noise. */
export const drawsTokens = (model: ReaderModel, mode: ReaderMode, length: number): boolean =>
  BLOCK_PARTS[mode].selectsBy === 'noise' && model.keep < length;

export interface Block {
  /** [sequences, length, width], 0 at padding. */
  readonly states: Value;
  /** Null in a mode without. */
  readonly gates: Gates | null;
  /** Null where every token is selected. */
  readonly selection: Selection | null;
  /** Null in a mode without. */
  readonly attended: Attended | null;
}

export interface BlockInput {
  /** `block.0` and so on. */
  readonly name: string;
  /** [sequences, length, width]. */
  readonly x: Value;
  /** [sequences, length]. */
  readonly mask: Value;
  /** Ranks of tokens in a mode that draws them, [sequences, heads, length]; made when it is asked for. */
  readonly noise: () => Value;
}

export function dynsaBlock(
  b: Builder,
  model: ReaderModel,
  mode: ReaderMode,
  weights: Weights,
  { name, x, mask, noise }: BlockInput,
): Block {
  const { mul, add, op, reshape, transpose } = arithmetic(b);
  const { heads, width, keep } = model;
  const [sequences, length] = mask.dims;
  const parts = BLOCK_PARTS[mode];
  const isToken = reshape(mask, [sequences, length, 1]);
  const u = parts.convolves ? localEncoder(b, weights, name, x, isToken) : x;
  const n = op('Relu', linear(b, weights, `${name}.unit`, u));
  const gate = parts.gates ? gates(b, weights, name, n, isToken) : null;
  const rank = (): Value | null => {
    if (parts.selectsBy === 'noise') return noise();
    return gate === null ? null : transpose(gate.logits, [0, 2, 1]);
  };
  const isSelecting = parts.attends && parts.selectsBy !== null && keep < length;
  const ranked = isSelecting ? rank() : null;
  const selection = ranked === null ? null : select(b, ranked, mask, keep);
  const attended = parts.attends ? attention(b, model, weights, name, { u, mask, selection }) : null;
  const own = [sequences, length, heads, width / heads];
  const heard = reshape(linear(b, weights, `${name}.head`, n), own);
  const said = attended === null ? heard : add(heard, attended.states);
  const z = gate === null ? said : mul(said, reshape(gate.relative, [sequences, length, heads, 1]));
  const fused = linear(b, weights, `${name}.output`, reshape(z, [sequences, length, width]));
  return {
    states: mul(add(fused, u), isToken),
    gates: gate,
    selection,
    attended,
  };
}
