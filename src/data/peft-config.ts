/** `adapter_config.json` of a PEFT adapter folder: what the lab reads of it, and exactly what it writes. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { unsafePlaces } from '../experiment/unsafe-places.ts';

/** PEFT's names of what a model is for. */
export const PEFT_TASK_TYPES = [
  'SEQ_CLS',
  'SEQ_2_SEQ_LM',
  'CAUSAL_LM',
  'TOKEN_CLS',
  'QUESTION_ANS',
  'FEATURE_EXTRACTION',
] as const;
export type PeftTaskType = (typeof PEFT_TASK_TYPES)[number];

/** The ones that a prompt alone is enough for; PEFT wants a classifier's weights beside it for the others. */
export const PROMPT_TASK_TYPES = ['FEATURE_EXTRACTION', 'CAUSAL_LM', 'SEQ_2_SEQ_LM'] as const;
export type PromptTaskType = (typeof PROMPT_TASK_TYPES)[number];

export const isPromptTaskType = (type: string | null): type is PromptTaskType =>
  PROMPT_TASK_TYPES.some((known) => known === type);

/** PEFT has no type for masked language models; FEATURE_EXTRACTION puts a prompt in front of any model. */
export function taskTypeOf(architecture: string): PromptTaskType {
  if (/Seq2Seq|ConditionalGeneration/.test(architecture)) return 'SEQ_2_SEQ_LM';
  return /CausalLM|LMHead/.test(architecture) && !architecture.includes('MaskedLM')
    ? 'CAUSAL_LM'
    : 'FEATURE_EXTRACTION';
}

/** A real configuration has about a thousand bytes. */
const MOST_BYTES = 1_000_000;

/** Longest text from a file that a message repeats. */
const MOST_SHOWN = 40;

const READ_TYPES = ['PROMPT_TUNING', 'P_TUNING', 'MULTITASK_PROMPT_TUNING'] as const;

const count = v.nullish(
  v.pipe(
    v.number('must be a number'),
    v.safeInteger('must be a whole number'),
    v.minValue(1, 'must be at least 1'),
  ),
  null,
);

const ConfigSchema = v.object({
  peft_type: v.picklist(READ_TYPES),
  task_type: v.nullish(v.picklist(PEFT_TASK_TYPES, `must be one of ${PEFT_TASK_TYPES.join(', ')}`), null),
  base_model_name_or_path: v.nullish(v.string('must be a text'), null),
  num_virtual_tokens: count,
  token_dim: count,
  num_transformer_submodules: count,
  num_attention_heads: count,
  num_layers: count,
});

/** What the lab reads; a field that the file lacks is null, others are ignored as PEFT itself ignores them. */
export type PeftConfig = v.InferOutput<typeof ConfigSchema>;

/** Adapters that change weights, by how their names begin. */
const WEIGHT_CHANGES =
  /^(LORA|ADALORA|XLORA|VERA|VBLORA|RANDLORA|LOHA|LOKR|IA3|OFT|BOFT|HRA|BONE|MISS|FOURIERFT|LN_TUNING|ROAD|SHIRA|C3A|WAVEFT|POLY|TRAINABLE_TOKENS)/;

function remedyFor(type: string): string {
  const instead = 'Train it as PROMPT_TUNING or P_TUNING, whose virtual tokens stand in front of the text.';
  if (type === 'PREFIX_TUNING')
    return `It holds keys and values for every layer, not virtual tokens. ${instead}`;
  if (WEIGHT_CHANGES.test(type))
    return `It changes the model’s weights: merge it into its base model (merge_and_unload) and export that to ONNX. For a soft prompt: ${instead}`;
  return `The lab reads ${READ_TYPES.join(', ')}. ${instead}`;
}

function refusal(type: string, file: string): LabError {
  const shown = type.slice(0, MOST_SHOWN);
  return new LabError({
    code: 'prompt',
    message: `${file} is of type ${shown}, which is no soft prompt that the lab can use.`,
    remedy: remedyFor(shown),
    where: `${file}: peft_type`,
  });
}

function unreadable(file: string, what: string, cause?: unknown): LabError {
  const remedy = 'Give the adapter folder as save_pretrained of PEFT wrote it.';
  const message = `${file} is no readable adapter configuration: ${what}.`;
  return new LabError({ code: 'file', message, remedy, where: file }, { cause });
}

function parse(bytes: Uint8Array, file: string): unknown {
  if (bytes.byteLength > MOST_BYTES) throw unreadable(file, 'it is far too long');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw unreadable(file, 'it is no valid JSON', cause);
  }
}

/** Throws `prompt` naming a type that holds no usable prompt, `file` naming every field at fault. */
export function readPeftConfig(bytes: Uint8Array, file: string): PeftConfig {
  const value = parse(bytes, file);
  const [unsafe] = unsafePlaces(value);
  if (unsafe !== undefined) throw unreadable(file, `${unsafe.field.slice(0, MOST_SHOWN)} ${unsafe.message}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(file, 'it is no JSON object');
  const type: unknown = Reflect.get(value, 'peft_type');
  if (typeof type !== 'string') throw unreadable(file, 'it names no peft_type');
  if (!READ_TYPES.some((known) => known === type)) throw refusal(type, file);
  const result = v.safeParse(ConfigSchema, value);
  if (result.success) return result.output;
  throw unreadable(
    file,
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`).join('; '),
  );
}

/** What a written configuration says. */
export interface PromptFacts {
  readonly length: number;
  readonly width: number;
  readonly taskType: PromptTaskType;
  /** Hub id or folder of the PyTorch model. */
  readonly base: string;
  /** Of the base model; null lets PEFT look them up in its configuration. */
  readonly attentionHeads: number | null;
  readonly layers: number | null;
}

/** The fields that every PEFT since 0.9 knows and no more: older ones refuse what they don't know. Sorted, as PEFT writes them. */
export function writePeftConfig(facts: PromptFacts): string {
  return JSON.stringify(
    {
      auto_mapping: null,
      base_model_name_or_path: facts.base,
      inference_mode: true,
      num_attention_heads: facts.attentionHeads,
      num_layers: facts.layers,
      num_transformer_submodules: 1,
      num_virtual_tokens: facts.length,
      peft_type: 'PROMPT_TUNING',
      prompt_tuning_init: 'RANDOM',
      prompt_tuning_init_text: null,
      revision: null,
      task_type: facts.taskType,
      token_dim: facts.width,
      tokenizer_name_or_path: null,
    },
    null,
    2,
  );
}
