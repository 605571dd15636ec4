/** The prompts in a folder, by name. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join, parse } from 'node:path';
import { PEFT_FILES } from '../data/peft-folder.ts';
import { PUBLISHED_FILE } from '../data/prompts/prompt-files.ts';
import { LabError } from '../errors/lab-error.ts';
import type { SavedPrompt } from '../methods/prompt/prompt-init.ts';
import { openPrompt } from './prompt-file.ts';

const ENDINGS: ReadonlySet<string> = new Set([
  '.npy',
  '.safetensors',
  '.plab',
  '.json',
  '.pt',
  '.pth',
  '.bin',
]);

export interface NamedPrompt extends SavedPrompt {
  /** The file's name without its ending; with it where two prompts would be called the same. */
  readonly name: string;
  readonly file: string;
}

/** The file or PEFT folder with the prompt that `path` is; published prompts lie in a folder each. */
function promptAt(path: string): string | null {
  if (!statSync(path).isDirectory())
    return ENDINGS.has(extname(path)) || basename(path) === PUBLISHED_FILE ? path : null;
  if (existsSync(join(path, PEFT_FILES.config))) return path;
  const published = join(path, PUBLISHED_FILE);
  return existsSync(published) ? published : null;
}

/** A prompt with finite values only: one NaN would make every indicator NaN. @throws LabError naming the file */
export async function openFinitePrompt(file: string): Promise<SavedPrompt> {
  const { prompt } = await openPrompt(file, null);
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
export async function promptsIn(folder: string): Promise<PromptList> {
  const wrong = (message: string, remedy: string): LabError =>
    new LabError({ code: 'argument', message, remedy, where: folder });
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw wrong(`${folder} is no folder.`, 'Give <dir> as a folder with two or more prompts.');
  const entries = readdirSync(folder).sort();
  const found = new Map<string, string>();
  for (const entry of entries) {
    const file = promptAt(join(folder, entry));
    if (file !== null) found.set(entry, file);
  }
  if (existsSync(join(folder, PEFT_FILES.config)))
    throw wrong(`${folder} is one PEFT adapter.`, 'Give the folder that holds several of them.');
  if (found.size < 2)
    throw wrong(
      `${folder} holds ${found.size} prompts, and an indicator needs two.`,
      'Put prompts there: .npy, .safetensors, .pt, .plab, run records (.json), PEFT folders or published task_prompt files.',
    );
  const stem = (entry: string): string => (ENDINGS.has(extname(entry)) ? parse(entry).name : entry);
  const stems = Array.from(found.keys(), stem);
  const prompts: NamedPrompt[] = [];
  for (const [entry, file] of found) {
    const shared = stems.filter((other) => other === stem(entry)).length > 1;
    prompts.push({ ...(await openFinitePrompt(file)), name: shared ? entry : stem(entry), file });
  }
  return { prompts, others: entries.filter((entry) => !found.has(entry)) };
}
