/** PEFT adapter folders on disk. */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PromptFacts } from '../data/peft-config.ts';
import { PEFT_FILES } from '../data/peft-folder.ts';
import {
  promptFolderFiles,
  readPromptFolder,
  RECORD_FILE,
  type OpenedFolder,
} from '../data/prompts/prompt-folder.ts';
import { LabError } from '../errors/lab-error.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { readBytes } from './read-bytes.ts';

/** @throws LabError as `readPromptFolder` */
export function openPromptFolder(folder: string, task: number | null): Promise<OpenedFolder> {
  const files = new Map<string, Uint8Array>();
  for (const name of [PEFT_FILES.config, PEFT_FILES.weights, PEFT_FILES.pickle, RECORD_FILE])
    if (existsSync(join(folder, name))) files.set(name, readBytes(join(folder, name)));
  return readPromptFolder(files, folder, task);
}

/** Writes the folder's files; what an earlier prompt left there goes. @throws LabError `file` where a file stands in the way */
export async function savePromptFolder(
  folder: string,
  values: Float32Array,
  facts: PromptFacts,
  record: RunRecord | null,
): Promise<void> {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new LabError({
      code: 'file',
      message: `${folder} is a file, and a PEFT adapter is a folder.`,
      remedy: 'Give another name.',
      where: folder,
    });
  }
  mkdirSync(folder, { recursive: true });
  for (const stale of [PEFT_FILES.pickle, RECORD_FILE]) rmSync(join(folder, stale), { force: true });
  for (const [name, bytes] of await promptFolderFiles(values, facts, record))
    writeFileSync(join(folder, name), bytes);
}
