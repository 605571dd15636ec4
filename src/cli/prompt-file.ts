/** A prompt from disk, whatever holds it: an experiment file, a run record, a PEFT folder, safetensors or .npy. */
import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { readNpy } from '../data/npy.ts';
import { PROMPT_TENSOR, type PeftPrompt } from '../data/peft-folder.ts';
import { readSafetensors, type NamedTensor } from '../data/safetensors.ts';
import { LabError } from '../errors/lab-error.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';
import { openPromptFolder } from './prompt-folder.ts';
import { readBytes } from './read-bytes.ts';
import { promptOf, readRecord } from './record-file.ts';

export type PromptFormat = 'plab' | 'json' | 'safetensors' | 'npy' | 'peft';

const ENDINGS: ReadonlyMap<string, PromptFormat> = new Map<string, PromptFormat>([
  ['.plab', 'plab'],
  ['.json', 'json'],
  ['.safetensors', 'safetensors'],
  ['.npy', 'npy'],
  ['', 'peft'],
]);

/** What a path holds or is to hold; a folder is one that is there, ends with a slash or has no ending. @throws LabError `argument` */
export function formatOf(path: string, argument: string): PromptFormat {
  const folder = existsSync(path) ? statSync(path).isDirectory() : /[/\\]$/.test(path);
  const format = folder ? 'peft' : ENDINGS.get(extname(path));
  if (format !== undefined) return format;
  throw new LabError({
    code: 'argument',
    message: `${path} has none of the endings by which the lab knows a prompt.`,
    remedy: `Give ${argument} as a name that ends with .plab, .json, .safetensors or .npy, or as a PEFT folder.`,
    where: argument,
  });
}

export interface OpenedPrompt {
  readonly prompt: SavedPrompt;
  /** The run that made it, where the file tells. */
  readonly record: RunRecord | null;
  /** What a PEFT folder says of it. */
  readonly peft: PeftPrompt | null;
  readonly notes: readonly string[];
}

function matrix({ dims, data }: NamedTensor, what: string, file: string): SavedPrompt {
  const [length, width] = dims;
  if (dims.length === 2 && length > 0 && width > 0) return { length, width, values: data };
  throw new LabError({
    code: 'prompt',
    message: `${what} is [${dims.slice(0, 6).join(', ')}], and a prompt is [virtual tokens, width].`,
    remedy: 'Give a tensor with two axes, a row a virtual token.',
    where: file,
  });
}

/** The tensor that PEFT would read, or the only one. */
function promptTensor(file: string): SavedPrompt {
  const tensors = readSafetensors(readBytes(file), file);
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

/** @throws LabError naming the file and what is wrong with it */
export function openPrompt(path: string, task: number | null): OpenedPrompt {
  if (!existsSync(path)) {
    const remedy = 'Give a .plab, .json, .safetensors or .npy file, or a PEFT folder.';
    throw new LabError({ code: 'file', message: `${path} is not there.`, remedy, where: path });
  }
  const bare = (prompt: SavedPrompt): OpenedPrompt => ({ prompt, record: null, peft: null, notes: [] });
  const format = formatOf(path, '<in>');
  switch (format) {
    case 'plab':
    case 'json': {
      const record = readRecord(path);
      return { prompt: promptOf(record, path), record, peft: null, notes: [] };
    }
    case 'safetensors':
      return bare(promptTensor(path));
    case 'npy':
      return bare(matrix(readNpy(readBytes(path), path), `The array in ${path}`, path));
    case 'peft': {
      const { prompt, record, notes } = openPromptFolder(path, task);
      const { length, width, values } = prompt;
      return { prompt: { length, width, values }, record, peft: prompt, notes };
    }
    default:
      return format satisfies never;
  }
}
