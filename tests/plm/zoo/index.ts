/** Small models with random weights in the node patterns of exporters, one an idea that architectures differ by. */
import type { OnnxModel } from '../../../src/onnx/model.ts';
import type { PlmConfig } from '../../../src/plm/plm.ts';
import { albert } from './albert.ts';
import { bart } from './bart.ts';
import { deberta } from './deberta.ts';
import { fusedBert, fusedLlama } from './fused.ts';
import { gemma } from './gemma.ts';
import { llama } from './llama.ts';
import { cachedDecoder, mergedDecoder } from './merged-decoder.ts';
import { modernbert } from './modernbert.ts';
import { mpnet } from './mpnet.ts';
import { neox } from './neox.ts';
import { roformer } from './roformer.ts';
import { xlnet } from './xlnet.ts';

export interface ZooModel {
  readonly name: string;
  readonly make: () => OnnxModel;
  readonly config: PlmConfig;
  /** Feed-forward blocks: the encoder's, then the decoder's. */
  readonly blocks: readonly ('encoder' | 'decoder')[];
}

const masked: PlmConfig = { architectures: ['AnyForMaskedLM'], pad_token_id: 1 };
const causal: PlmConfig = { architectures: ['AnyForCausalLM'] };
const encoders = (count: number): 'encoder'[] => new Array<'encoder'>(count).fill('encoder');

export const ZOO_MODELS: readonly ZooModel[] = [
  { name: 'shared layers (ALBERT)', make: albert, config: masked, blocks: encoders(3) },
  { name: 'disentangled attention (DeBERTa-v2)', make: deberta, config: masked, blocks: encoders(2) },
  { name: 'rotary, grouped queries, SwiGLU (Llama)', make: llama, config: causal, blocks: encoders(2) },
  { name: 'parallel residual (GPT-NeoX)', make: neox, config: causal, blocks: encoders(2) },
  { name: 'local attention, GeGLU (ModernBERT)', make: modernbert, config: masked, blocks: encoders(3) },
  { name: 'interleaved rotary (RoFormer)', make: roformer, config: masked, blocks: encoders(2) },
  { name: 'relative bias (MPNet)', make: mpnet, config: masked, blocks: encoders(2) },
  { name: 'tokens before rows, Einsum (XLNet)', make: xlnet, config: masked, blocks: encoders(2) },
  { name: 'an empty cache (GPT-2)', make: cachedDecoder, config: causal, blocks: encoders(2) },
  { name: 'merged decoder (Optimum)', make: mergedDecoder, config: causal, blocks: encoders(2) },
  { name: 'capped scores, indexed mask (Gemma 2)', make: gemma, config: causal, blocks: encoders(2) },
  { name: 'fused operators (BERT)', make: fusedBert, config: masked, blocks: encoders(2) },
  { name: 'fused operators, grouped queries (Llama)', make: fusedLlama, config: causal, blocks: encoders(2) },
  {
    name: 'encoder and decoder (BART)',
    make: bart,
    config: { architectures: ['AnyForConditionalGeneration'] },
    blocks: ['encoder', 'encoder', 'decoder', 'decoder'],
  },
];
