/** A prompt from disk, whatever holds it: an experiment file, a run record, a PEFT folder, safetensors, .npy or torch. */
import { existsSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { PeftPrompt } from '../data/peft-folder.ts';
import { PUBLISHED_FILE, readPromptFile } from '../data/prompts/prompt-files.ts';
import { LabError } from '../errors/lab-error.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';
import { openPromptFolder } from './prompt-folder.ts';
import { readBytes } from './read-bytes.ts';
import { promptInFile, readRecord } from './record-file.ts';

export type PromptFormat = 'plab' | 'json' | 'safetensors' | 'npy' | 'torch' | 'peft';

const ENDINGS: ReadonlyMap<string, PromptFormat> = new Map<string, PromptFormat>([
  ['.plab', 'plab'],
  ['.json', 'json'],
  ['.safetensors', 'safetensors'],
  ['.npy', 'npy'],
  ['.pt', 'torch'],
  ['.pth', 'torch'],
  ['.bin', 'torch'],
  ['', 'peft'],
]);

/** What a path holds or is to hold; a folder is one that is there, ends with a slash or has no ending. @throws LabError `argument` */
export function formatOf(path: string, argument: string): PromptFormat {
  const there = existsSync(path);
  const folder = there ? statSync(path).isDirectory() : /[/\\]$/.test(path);
  if (there && !folder && basename(path) === PUBLISHED_FILE) return 'torch';
  const format = folder ? 'peft' : ENDINGS.get(extname(path));
  if (format !== undefined) return format;
  throw new LabError({
    code: 'argument',
    message: `${path} has none of the endings by which the lab knows a prompt.`,
    remedy: `Give ${argument} as a name that ends with .plab, .json, .safetensors or .npy${argument === '<in>' ? ', .pt, .pth or .bin' : ''}, or as a PEFT folder.`,
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

/** @throws LabError naming the file and what is wrong with it */
export async function openPrompt(path: string, task: number | null): Promise<OpenedPrompt> {
  if (!existsSync(path)) {
    const remedy = 'Give a .plab, .json, .safetensors, .npy or torch file, or a PEFT folder.';
    throw new LabError({ code: 'file', message: `${path} is not there.`, remedy, where: path });
  }
  const bare = (prompt: SavedPrompt): OpenedPrompt => ({ prompt, record: null, peft: null, notes: [] });
  const format = formatOf(path, '<in>');
  switch (format) {
    case 'plab':
    case 'json': {
      const record = readRecord(path);
      return { prompt: promptInFile(record, path), record, peft: null, notes: [] };
    }
    case 'safetensors':
    case 'npy':
    case 'torch':
      return bare(readPromptFile(format, readBytes(path), path));
    case 'peft': {
      const { prompt, record, notes } = await openPromptFolder(path, task);
      const { length, width, values } = prompt;
      return { prompt: { length, width, values }, record, peft: prompt, notes };
    }
    default:
      return format satisfies never;
  }
}
