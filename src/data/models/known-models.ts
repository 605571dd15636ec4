/**
 * PLMs known to be exported to ONNX, besides those that ship with the lab. Sizes are those that the hub shows; files, hashes and
 * licence are asked of the hub when a model is looked up, so nothing here can go stale unnoticed.
 */
import type { ModelShape } from './model-shape.ts';

export interface KnownModel {
  readonly title: string;
  /** Where it is on the hub; null for one that has to be exported first. */
  readonly model: string | null;
  readonly family: 'BERT' | 'RoBERTa' | 'DistilBERT' | 'ALBERT' | 'GPT-2' | 'T5';
  readonly parameters: number;
  readonly licence: string;
  readonly shape: ModelShape;
  /** Bytes of the graph with its weights, in each precision that there is. */
  readonly bytes: { readonly float32: number; readonly float16: number | null };
  /**
   * What was run where the lab is made. Without a network there, these very weights never were. `against-pytorch`: the
   * same architecture with other weights, whose logits and gradients PyTorch gave. `differences`: a graph in the form that
   * its exporter writes, whose gradients were checked by finite differences.
   */
  readonly tried: 'against-pytorch' | 'differences';
  readonly note: string;
}

const MEGABYTE = 1_000_000;

function bertLike(
  architecture: string,
  [layers, width, vocabulary, maxLength]: readonly [number, number, number, number],
): ModelShape {
  return {
    architecture,
    layers,
    width,
    heads: width / 64,
    feedForward: 4 * width,
    vocabulary,
    maxLength,
  };
}

export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    title: 'DistilBERT base, uncased',
    model: 'Xenova/distilbert-base-uncased',
    family: 'DistilBERT',
    parameters: 67 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('DistilBertForMaskedLM', [6, 768, 30_522, 512]),
    bytes: { float32: 268 * MEGABYTE, float16: 134 * MEGABYTE },
    tried: 'against-pytorch',
    note: 'Half of BERT’s layers: the first to try beyond the shipped ones.',
  },
  {
    title: 'DistilRoBERTa base',
    model: 'Xenova/distilroberta-base',
    family: 'RoBERTa',
    parameters: 82 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('RobertaForMaskedLM', [6, 768, 50_265, 514]),
    bytes: { float32: 329 * MEGABYTE, float16: 165 * MEGABYTE },
    tried: 'against-pytorch',
    note: 'RoBERTa’s words with half of its layers.',
  },
  {
    title: 'BERT base, uncased',
    model: 'Xenova/bert-base-uncased',
    family: 'BERT',
    parameters: 110 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('BertForMaskedLM', [12, 768, 30_522, 512]),
    bytes: { float32: 438 * MEGABYTE, float16: 219 * MEGABYTE },
    tried: 'against-pytorch',
    note: 'Prompts of 13 tasks were published for it (Su et al. 2022).',
  },
  {
    title: 'BERT base, cased',
    model: 'Xenova/bert-base-cased',
    family: 'BERT',
    parameters: 108 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('BertForMaskedLM', [12, 768, 28_996, 512]),
    bytes: { float32: 434 * MEGABYTE, float16: 217 * MEGABYTE },
    tried: 'against-pytorch',
    note: 'Tells capital letters apart.',
  },
  {
    title: 'RoBERTa base',
    model: 'Xenova/roberta-base',
    family: 'RoBERTa',
    parameters: 125 * MEGABYTE,
    licence: 'MIT',
    shape: bertLike('RobertaForMaskedLM', [12, 768, 50_265, 514]),
    bytes: { float32: 499 * MEGABYTE, float16: 250 * MEGABYTE },
    tried: 'against-pytorch',
    note: 'The PLM of most published transfer results; prompts of 13 tasks were published for it.',
  },
  {
    title: 'ALBERT base v2',
    model: 'Xenova/albert-base-v2',
    family: 'ALBERT',
    parameters: 12 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('AlbertForMaskedLM', [12, 768, 30_000, 512]),
    bytes: { float32: 47 * MEGABYTE, float16: null },
    tried: 'differences',
    note: 'One layer used twelve times: small to download, as slow as BERT to train on.',
  },
  {
    title: 'DistilGPT-2',
    model: 'Xenova/distilgpt2',
    family: 'GPT-2',
    parameters: 82 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: bertLike('GPT2LMHeadModel', [6, 768, 50_257, 1024]),
    bytes: { float32: 328 * MEGABYTE, float16: null },
    tried: 'differences',
    note: 'Reads from left to right: the answer is the next word. Take the graph called decoder_model_merged.',
  },
  {
    title: 'T5 small',
    model: null,
    family: 'T5',
    parameters: 60 * MEGABYTE,
    licence: 'Apache-2.0',
    shape: {
      architecture: 'T5ForConditionalGeneration',
      layers: 12,
      width: 512,
      heads: 8,
      feedForward: 2048,
      vocabulary: 32_128,
      maxLength: null,
    },
    bytes: { float32: 242 * MEGABYTE, float16: null },
    tried: 'against-pytorch',
    note: 'Exports on hubs are cut into encoder and decoder; the lab needs both in one graph (docs/models.md has the lines that export it).',
  },
];
