/** The size of a model from its config.json alone: enough to tell what it needs before a byte of it is fetched. */
import * as v from 'valibot';

export interface ModelShape {
  readonly architecture: string;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly maxLength: number | null;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000_000));
const maybe = v.fallback(v.optional(count), undefined);

/** Fields by which Hugging Face configs tell the same thing; the first that is there counts. */
const NAMES = {
  layers: ['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers', 'encoder_layers'],
  width: ['hidden_size', 'n_embd', 'd_model', 'dim'],
  heads: ['num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'encoder_attention_heads'],
  feedForward: ['intermediate_size', 'n_inner', 'd_ff', 'hidden_dim', 'ffn_dim', 'encoder_ffn_dim'],
  vocabulary: ['vocab_size'],
  positions: ['max_position_embeddings', 'n_positions', 'n_ctx'],
} as const;

const Config = v.looseObject({
  architectures: v.fallback(v.optional(v.array(v.string())), undefined),
  model_type: v.fallback(v.optional(v.string()), undefined),
});

/** GPT-2 and its kin leave the feed-forward size out: it is four times the width. */
const USUAL_FEED_FORWARD = 4;

/** The shape that `config` (the content of a config.json) tells, or null where it tells too little. */
export function shapeOfConfig(config: unknown): ModelShape | null {
  const result = v.safeParse(Config, config);
  if (!result.success) return null;
  const fields = result.output;
  const read = (what: keyof typeof NAMES): number | null => {
    for (const name of NAMES[what]) {
      const value = v.parse(maybe, Object.hasOwn(fields, name) ? fields[name] : undefined);
      if (value !== undefined) return value;
    }
    return null;
  };
  const [layers, width, vocabulary] = [read('layers'), read('width'), read('vocabulary')];
  if (layers === null || width === null || vocabulary === null) return null;
  return {
    architecture: fields.architectures?.[0] ?? fields.model_type ?? 'unknown',
    layers: layers + decoderLayers(fields),
    width,
    heads: read('heads') ?? 1,
    feedForward: read('feedForward') ?? USUAL_FEED_FORWARD * width,
    vocabulary,
    maxLength: read('positions'),
  };
}

/** Encoder-decoder models have as many layers again, or say how many. */
function decoderLayers(fields: Readonly<Record<string, unknown>>): number {
  if (fields['is_encoder_decoder'] !== true) return 0;
  for (const name of ['num_decoder_layers', 'decoder_layers', 'num_layers']) {
    const value = v.parse(maybe, fields[name]);
    if (value !== undefined) return value;
  }
  return 0;
}
