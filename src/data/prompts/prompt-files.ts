/** Prompts in files of their own: safetensors, .npy, torch. */
import { LabError } from '../../errors/lab-error.ts';
import { readNpy } from '../npy.ts';
import { PROMPT_TENSOR } from '../prompt-tensor.ts';
import { readSafetensors, type NamedTensor } from '../safetensors.ts';
import { readTorchPrompt } from '../torch-prompt.ts';
import { writeNpy } from '../write-npy.ts';
import { writeSafetensors } from '../write-safetensors.ts';
import type { PromptValues } from '../../experiment/artefacts.ts';
import { checkFinite } from './check-finite.ts';

export type PromptFileFormat = 'safetensors' | 'npy' | 'torch';

/** How Prompt-Transferability calls the file in the folder of each published prompt. */
export const PUBLISHED_FILE = 'task_prompt';

/** @throws LabError naming the file and what is wrong with it */
export function readPromptFile(format: PromptFileFormat, bytes: Uint8Array, file: string): PromptValues {
  switch (format) {
    case 'safetensors':
      return promptTensor(bytes, file);
    case 'npy':
      return matrix(readNpy(bytes, file), `The array in ${file}`, file);
    case 'torch':
      return matrix(readTorchPrompt(bytes, file), `The tensor in ${file}`, file);
    default:
      return format satisfies never;
  }
}

/** The lab reads torch files and writes none. */
export function writePromptFile(
  format: Exclude<PromptFileFormat, 'torch'>,
  { length, width, values }: PromptValues,
): Uint8Array {
  const tensor = { dims: [length, width], data: values };
  return format === 'npy' ? writeNpy(tensor) : writeSafetensors(new Map([[PROMPT_TENSOR, tensor]]));
}

function matrix({ dims, data }: NamedTensor, what: string, file: string): PromptValues {
  const [length, width] = dims;
  if (dims.length === 2 && length > 0 && width > 0) {
    checkFinite(data, width, file);
    return { length, width, values: data };
  }
  throw new LabError({
    code: 'prompt',
    message: `${what} is [${dims.slice(0, 6).join(', ')}], and a prompt is [virtual tokens, width].`,
    remedy: 'Give a tensor with two axes, a row a virtual token.',
    where: file,
  });
}

/** The tensor that PEFT would read, or the only one. */
function promptTensor(bytes: Uint8Array, file: string): PromptValues {
  const tensors = readSafetensors(bytes, file, new Set([PROMPT_TENSOR]));
  const [only] = tensors;
  const name = tensors.has(PROMPT_TENSOR) || tensors.size !== 1 ? PROMPT_TENSOR : only[0];
  const tensor = tensors.get(name);
  if (tensor !== undefined) return matrix(tensor, `${name} in ${file}`, file);
  throw new LabError({
    code: 'prompt',
    message: `${file} holds ${String(tensors.size)} tensors, none of them named ${PROMPT_TENSOR}.`,
    remedy: `Give a file with one tensor, or name the prompt’s ${PROMPT_TENSOR}.`,
    where: file,
  });
}
