/**
 * PEFT adapter folders on disk. Beside PEFT's two files the lab puts the record of the run that made the prompt, which
 * PEFT ignores: with it, nothing of an experiment is lost on the way there and back.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PromptFacts } from '../data/peft-config.ts';
import { PEFT_FILES, readPeftFolder, writePeftFolder, type PeftPrompt } from '../data/peft-folder.ts';
import { LabError } from '../errors/lab-error.ts';
import { readRunRecord, writeRunRecord } from '../experiment/run-record-json.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { readBytes } from './read-bytes.ts';

const RECORD_FILE = 'prompt_lab.json';

/** The lab trains every prompt in front of the whole text, special tokens included, which is where PEFT puts it. */
const LAYOUT = 'peft';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface OpenedFolder {
  readonly prompt: PeftPrompt;
  /** The run that made the prompt, where the lab wrote the folder. */
  readonly record: RunRecord | null;
  readonly notes: readonly string[];
}

/** @throws LabError what `readPeftFolder` throws; `file` for a damaged record */
export function openPromptFolder(folder: string, task: number | null): OpenedFolder {
  const files = new Map<string, Uint8Array>();
  for (const name of [PEFT_FILES.config, PEFT_FILES.weights])
    if (existsSync(join(folder, name))) files.set(name, readBytes(join(folder, name)));
  // A pickle is only ever named in a message, so nobody reads it.
  if (existsSync(join(folder, PEFT_FILES.pickle))) files.set(PEFT_FILES.pickle, new Uint8Array(0));
  const prompt = readPeftFolder(files, folder, task);
  const path = join(folder, RECORD_FILE);
  if (!existsSync(path)) return { prompt, record: null, notes: prompt.notes };
  const text = readFileSync(path, 'utf8');
  const record = readRunRecord(text, path);
  const made: unknown = Reflect.get(JSON.parse(text) as object, 'weightsHash');
  if (made !== hashOf(files.get(PEFT_FILES.weights) ?? new Uint8Array(0))) {
    const note = `${path} belongs to other weights than those of the folder, so it was left aside.`;
    return { prompt, record: null, notes: [...prompt.notes, note] };
  }
  const { length, width, values } = prompt;
  return { prompt, record: { ...record, prompt: { length, width, values } }, notes: prompt.notes };
}

/** Writes the folder's files; what an earlier prompt left there goes. @throws LabError `file` where a file stands in the way */
export function savePromptFolder(
  folder: string,
  values: Float32Array,
  facts: PromptFacts,
  record: RunRecord | null,
): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new LabError({
      code: 'file',
      message: `${folder} is a file, and a PEFT adapter is a folder.`,
      remedy: 'Give another name.',
      where: folder,
    });
  }
  mkdirSync(folder, { recursive: true });
  const files = writePeftFolder(values, facts);
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  for (const stale of [PEFT_FILES.pickle, RECORD_FILE]) rmSync(join(folder, stale), { force: true });
  if (record === null) return;
  const weightsHash = hashOf(files.get(PEFT_FILES.weights) ?? new Uint8Array(0));
  const sibling = { layout: LAYOUT, weightsHash, ...record, prompt: null };
  writeFileSync(join(folder, RECORD_FILE), writeRunRecord(sibling));
}
