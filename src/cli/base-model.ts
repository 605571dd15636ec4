/** What is known of a prompt's base model when its folder is on this machine; its graph is not read. */
import type { PromptTaskType } from '../data/peft-config.ts';
import { LabError } from '../errors/lab-error.ts';
import type { PlmConfig } from '../plm/plm.ts';
import { readConfig } from './open-model.ts';

export interface BaseFacts {
  readonly taskType: PromptTaskType | null;
  readonly attentionHeads: number | null;
  readonly layers: number | null;
  /** Width of the word embeddings, and so of a prompt. */
  readonly width: number | null;
}

/** PEFT has no type for masked language models; FEATURE_EXTRACTION puts a prompt in front of any model. */
function taskTypeOf(config: PlmConfig): PromptTaskType | null {
  if (config['is_encoder_decoder'] === true) return 'SEQ_2_SEQ_LM';
  const classes = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
  if (classes.some((name) => name.includes('MaskedLM'))) return 'FEATURE_EXTRACTION';
  return classes.some((name) => /CausalLM|LMHead/.test(name)) ? 'CAUSAL_LM' : null;
}

/** The first of the fields that the configuration has; architectures name one thing differently. */
function first(config: PlmConfig, ...fields: readonly string[]): number | null {
  const found = fields.map((field) => config[field]).find((value) => Number.isSafeInteger(value));
  return typeof found === 'number' ? found : null;
}

function configOf(base: string): PlmConfig {
  try {
    return readConfig(base);
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === 'model-missing') return {};
    throw thrown;
  }
}

/** @throws LabError `file` for a damaged configuration; a base that is not there is one of which nothing is known */
export function baseFacts(base: string): BaseFacts {
  const config = configOf(base);
  return {
    taskType: taskTypeOf(config),
    attentionHeads: first(config, 'num_attention_heads', 'n_head', 'num_heads', 'encoder_attention_heads'),
    layers: first(config, 'num_hidden_layers', 'num_layers', 'n_layer'),
    width: first(config, 'embedding_size', 'word_embed_proj_dim', 'hidden_size', 'n_embd', 'd_model'),
  };
}
