/**
 * Soft prompts as PEFT's adapter folders: read as PEFT itself uses them, written so that every PEFT since 0.9 loads them.
 * A folder is given as its files by name, because a page gets it that way; nothing is ever unpickled.
 */
import { LabError } from '../errors/lab-error.ts';
import { readPeftConfig, writePeftConfig } from './peft-config.ts';
import type { PeftConfig, PeftTaskType, PromptFacts } from './peft-config.ts';
import { readSafetensors, type NamedTensor } from './safetensors.ts';
import { PROMPT_TENSOR } from './prompt-tensor.ts';
import { checkFinite } from './prompts/check-finite.ts';
import { readTorchPrompt } from './torch-prompt.ts';
import { writeSafetensors } from './write-safetensors.ts';

export const PEFT_FILES = {
  config: 'adapter_config.json',
  weights: 'adapter_model.safetensors',
  /** What PEFT wrote before safetensors: a Python pickle, of which tensors alone are read and nothing is run. */
  pickle: 'adapter_model.bin',
} as const;

/** What is read of an adapter: the prompt, and what a multitask adapter makes its tasks' prompts of. */
const READ_TENSORS: ReadonlySet<string> = new Set([PROMPT_TENSOR, 'prefix_task_cols', 'prefix_task_rows']);

export interface PeftPrompt {
  /** Virtual tokens. */
  readonly length: number;
  readonly width: number;
  /** [length × width], row-major. */
  readonly values: Float32Array;
  readonly taskType: PeftTaskType | null;
  readonly base: string | null;
  readonly attentionHeads: number | null;
  readonly layers: number | null;
  /** What people should know before they use it. */
  readonly notes: readonly string[];
}

function bad(where: string, message: string, remedy: string, code: 'file' | 'prompt' = 'file'): LabError {
  return new LabError({ code, message, remedy, where });
}

const SAVE_AGAIN = 'Give the adapter folder as save_pretrained of PEFT wrote it.';

const shown = (dims: readonly number[]): string => `[${dims.slice(0, 6).join(', ')}]`;

function tensorNamed(
  tensors: ReadonlyMap<string, NamedTensor>,
  name: string,
  rank: number,
  file: string,
): NamedTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw bad(file, `${file} has no tensor ${name}.`, SAVE_AGAIN);
  if (tensor.dims.length !== rank || tensor.dims.some((dim) => dim < 1))
    throw bad(file, `${name} in ${file} is ${shown(tensor.dims)}, not ${String(rank)} axes.`, SAVE_AGAIN);
  return tensor;
}

/** How many of `rows` are virtual tokens of one copy of the prompt. PEFT's default is a copy for encoder and decoder each. */
function promptLength(config: PeftConfig, rows: number, file: string): number {
  const usual = config.task_type === 'SEQ_2_SEQ_LM' ? 2 : 1;
  const given = config.num_virtual_tokens;
  const copies = config.num_transformer_submodules ?? (given === null ? usual : rows / given);
  const length = given ?? rows / copies;
  if (!Number.isInteger(length) || !Number.isInteger(copies) || length * copies !== rows)
    throw bad(
      file,
      `${PROMPT_TENSOR} has ${String(rows)} rows, which is not num_virtual_tokens (${String(given ?? 'not given')}) times num_transformer_submodules (${String(copies)}).`,
      SAVE_AGAIN,
    );
  return length;
}

/** The prompt of one task of MULTITASK_PROMPT_TUNING: the shared one times `cols · rows` of the task, element by element. */
function taskPrompt(
  shared: NamedTensor,
  tensors: ReadonlyMap<string, NamedTensor>,
  task: number | null,
  file: string,
): Float32Array {
  const cols = tensorNamed(tensors, 'prefix_task_cols', 3, file);
  const rows = tensorNamed(tensors, 'prefix_task_rows', 3, file);
  const [tasks, length, rank] = cols.dims;
  const [, width] = shared.dims;
  const fits =
    rows.dims[0] === tasks && rows.dims[1] === rank && rows.dims[2] === width && length === shared.dims[0];
  if (!fits || rank > Math.max(length, width))
    throw bad(
      file,
      `prefix_task_cols ${shown(cols.dims)} and prefix_task_rows ${shown(rows.dims)} do not fit ${PROMPT_TENSOR} ${shown(shared.dims)}.`,
      SAVE_AGAIN,
    );
  const chosen = task ?? (tasks === 1 ? 0 : null);
  if (chosen === null || !Number.isInteger(chosen) || chosen < 0 || chosen >= tasks)
    throw bad(
      file,
      chosen === null
        ? `${file} holds prompts for ${String(tasks)} tasks.`
        : `${file} has no task ${String(chosen)}.`,
      `Choose a task from 0 to ${String(tasks - 1)} (on the command line: --task-id).`,
      'prompt',
    );
  return shared.data.map((value, index) => {
    const [token, column] = [Math.floor(index / width), index % width];
    let factor = 0;
    for (let k = 0; k < rank; k++)
      factor +=
        cols.data[(chosen * length + token) * rank + k] * rows.data[(chosen * rank + k) * width + column];
    return value * Math.fround(factor);
  });
}

interface Weights {
  readonly file: string;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

function weightsOf(files: ReadonlyMap<string, Uint8Array>, folder: string): Weights {
  const weights = files.get(PEFT_FILES.weights);
  const file = `${folder}/${PEFT_FILES.weights}`;
  if (weights !== undefined) return { file, tensors: readSafetensors(weights, file, READ_TENSORS) };
  const pickle = files.get(PEFT_FILES.pickle);
  if (pickle === undefined) throw bad(folder, `${folder} holds no ${PEFT_FILES.weights}.`, SAVE_AGAIN);
  const pickled = `${folder}/${PEFT_FILES.pickle}`;
  return { file: pickled, tensors: new Map([[PROMPT_TENSOR, readTorchPrompt(pickle, pickled)]]) };
}

/** What an adapter was trained with beside its prompt, such as a classifier. */
function otherTensors({ file, tensors }: Weights): readonly string[] {
  const others = [...tensors.keys()].filter((name) => !READ_TENSORS.has(name));
  if (others.length === 0) return [];
  const named = others.slice(0, 4).join(', ') + (others.length > 4 ? ', …' : '');
  return [
    `${file} also holds ${named}; the lab takes the prompt alone, so scores differ from those of the whole adapter.`,
  ];
}

/** How many tasks an adapter has prompts for: one unless it is a multitask adapter. @throws LabError as `readPeftFolder` */
export function adapterTasks(files: ReadonlyMap<string, Uint8Array>, folder: string): number {
  const config = files.get(PEFT_FILES.config);
  if (config === undefined) return 1;
  if (readPeftConfig(config, `${folder}/${PEFT_FILES.config}`).peft_type !== 'MULTITASK_PROMPT_TUNING')
    return 1;
  const { file, tensors } = weightsOf(files, folder);
  return tensorNamed(tensors, 'prefix_task_cols', 3, file).dims[0];
}

/**
 * The prompt of an adapter folder.
 * @param files the folder's files by name
 * @param folder its name, for messages
 * @param task which task's prompt, where there are several
 * @throws LabError `prompt` for an adapter that holds no usable prompt, `file` for files that are damaged
 */
export function readPeftFolder(
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
  task: number | null = null,
): PeftPrompt {
  const configBytes = files.get(PEFT_FILES.config);
  if (configBytes === undefined) throw bad(folder, `${folder} holds no ${PEFT_FILES.config}.`, SAVE_AGAIN);
  const config = readPeftConfig(configBytes, `${folder}/${PEFT_FILES.config}`);
  const weights = weightsOf(files, folder);
  const { file, tensors } = weights;
  const stored = tensorNamed(tensors, PROMPT_TENSOR, 2, file);
  const [rows, width] = stored.dims;
  if (config.token_dim !== null && config.token_dim !== width)
    throw bad(
      file,
      `${PROMPT_TENSOR} is ${String(width)} wide, its token_dim is ${String(config.token_dim)}.`,
      SAVE_AGAIN,
    );
  const length = promptLength(config, rows, file);
  const multitask = config.peft_type === 'MULTITASK_PROMPT_TUNING';
  const values = multitask ? taskPrompt(stored, tensors, task, file) : stored.data;
  checkFinite(values, width, file);
  const decoderNote =
    multitask && length < rows
      ? [
          'PEFT also puts a prompt in front of the decoder here; the lab takes the encoder’s alone, so the model’s answers differ.',
        ]
      : [];
  return {
    length,
    width,
    values: values.slice(0, length * width),
    taskType: config.task_type,
    base: config.base_model_name_or_path,
    attentionHeads: config.num_attention_heads,
    layers: config.num_layers,
    notes: [...decoderNote, ...otherTensors(weights)],
  };
}

/** The files of an adapter folder that holds `values` [length × width] as PROMPT_TUNING. */
export function writePeftFolder(values: Float32Array, facts: PromptFacts): Map<string, Uint8Array> {
  const tensor = { dims: [facts.length, facts.width], data: values };
  return new Map([
    [PEFT_FILES.config, new TextEncoder().encode(writePeftConfig(facts))],
    [PEFT_FILES.weights, writeSafetensors(new Map([[PROMPT_TENSOR, tensor]]))],
  ]);
}
