/** The prompts in a folder, by name. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join, parse } from 'node:path';
import { PEFT_FILES } from '../data/peft-folder.ts';
import { LabError } from '../errors/lab-error.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';
import { openPrompt } from './prompt-file.ts';

const ENDINGS: ReadonlySet<string> = new Set(['.npy', '.safetensors', '.plab', '.json']);

export interface NamedPrompt extends SavedPrompt {
  /** The file's name without its ending; with it where two prompts would be called the same. */
  readonly name: string;
  readonly file: string;
}

function isPrompt(path: string): boolean {
  return statSync(path).isDirectory()
    ? existsSync(join(path, PEFT_FILES.config))
    : ENDINGS.has(extname(path));
}

/** A prompt with finite values only: one NaN would make every indicator NaN. @throws LabError naming the file */
export function openFinitePrompt(file: string): SavedPrompt {
  const { prompt } = openPrompt(file, null);
  if (prompt.values.every(Number.isFinite)) return prompt;
  throw new LabError({
    code: 'prompt',
    message: `The prompt in ${file} holds values that are not finite numbers.`,
    remedy: 'Take it out of the folder; the run that made it diverged.',
    where: file,
  });
}

export interface PromptList {
  readonly prompts: readonly NamedPrompt[];
  /** What else lies in the folder. */
  readonly others: readonly string[];
}

/** Sorted by name. @throws LabError naming the file at fault, or the folder when there are fewer than two prompts */
export function promptsIn(folder: string): PromptList {
  const wrong = (message: string, remedy: string): LabError =>
    new LabError({ code: 'argument', message, remedy, where: folder });
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw wrong(`${folder} is no folder.`, 'Give <dir> as a folder with two or more prompts.');
  const entries = readdirSync(folder).sort();
  const files = entries.filter((entry) => isPrompt(join(folder, entry)));
  if (existsSync(join(folder, PEFT_FILES.config)))
    throw wrong(`${folder} is one PEFT adapter.`, 'Give the folder that holds several of them.');
  if (files.length < 2)
    throw wrong(
      `${folder} holds ${files.length} prompts, and an indicator needs two.`,
      'Put prompts there: .npy, .safetensors, .plab, run records (.json) or PEFT folders.',
    );
  const stem = (entry: string): string => (ENDINGS.has(extname(entry)) ? parse(entry).name : entry);
  const stems = files.map(stem);
  const prompts = files.map((entry): NamedPrompt => {
    const file = join(folder, entry);
    const shared = stems.filter((other) => other === stem(entry)).length > 1;
    return { ...openFinitePrompt(file), name: shared ? entry : stem(entry), file };
  });
  return { prompts, others: entries.filter((entry) => !files.includes(entry)) };
}
