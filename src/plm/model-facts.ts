/** What is worth knowing of a model once it has been opened: its measures, and what in it the lab can't use. */
import type { ModelFacts } from '../experiment/model-facts.ts';
import { inspectPlm } from './inspect.ts';
import type { OpenedPlm } from './open-model-files.ts';
import type { Plm } from './plm.ts';

export interface FoundFacts extends Omit<ModelFacts, 'files' | 'licence' | 'description'> {
  /** A sentence each. */
  readonly notes: readonly string[];
}

/** Where a model doesn't tell how far it reads: T5 and its kin have no limit but were trained with so many. */
const USUAL_POSITIONS = 512;

/** @throws what inspecting the graph throws: `no-head`, `no-word-embedding`, `onnx-unsupported` … */
export function findFacts({ plm, tokenizer }: OpenedPlm): FoundFacts {
  const found = inspectPlm(plm);
  const { config } = plm;
  const number = (...names: readonly string[]): number | null =>
    names.map((name) => config[name]).find((value): value is number => typeof value === 'number') ?? null;
  const neurons = found.feedForward.map(({ neurons: count }) => count);
  return {
    architecture: config.architectures?.[0] ?? config.model_type ?? 'unknown',
    parameters: found.parameters,
    layers: found.layers.length,
    width: found.embedding.width,
    heads: number('num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'encoder_attention_heads') ?? 1,
    feedForward: Math.max(0, ...neurons),
    vocabulary: found.embedding.vocabulary,
    maxLength: mostPositions(plm) ?? USUAL_POSITIONS,
    notes: [
      ...found.remarks.map((remark) => `${remark}.`),
      ...(neurons.length === 0
        ? ['No feed-forward blocks were found: activated neurons and their overlap can’t be shown.']
        : []),
      ...(found.notOnWebgpu.length > 0
        ? [`Has no kernel on WebGPU: ${found.notOnWebgpu.join(', ')}. It runs on wasm.`]
        : []),
      ...(tokenizer.vocabularySize > plm.vocabulary
        ? [
            `The tokenizer has ${String(tokenizer.vocabularySize)} entries, the word embedding only ${String(plm.vocabulary)} rows: they don’t belong together.`,
          ]
        : []),
    ],
  };
}

/** Most tokens, soft prompt and text together, that the model has positions for; null where it does not say. */
export function mostPositions({ config }: Plm): number | null {
  const declared = config.max_position_embeddings ?? config.n_positions;
  if (typeof declared !== 'number' || declared <= 0) return null;
  // RoBERTa and its kin count positions from the padding id on and declare two rows more than they can use.
  const offset =
    config.architectures?.some((name) => /roberta|camembert|longformer/i.test(name)) === true
      ? (config.pad_token_id ?? 1) + 1
      : 0;
  return declared - offset;
}
