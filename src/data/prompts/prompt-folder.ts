/**
 * PEFT adapter folders as files. Beside PEFT's two the lab puts the record of the run that made the prompt, which PEFT
 * ignores: with it, nothing of an experiment is lost on the way there and back.
 */
import { promptArtefacts } from '../../experiment/artefacts.ts';
import { readRunRecord, writeRunRecord } from '../../experiment/run-record-json.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import { sha256 } from '../../experiment/sha256.ts';
import type { PromptFacts } from '../peft-config.ts';
import { PEFT_FILES, readPeftFolder, writePeftFolder, type PeftPrompt } from '../peft-folder.ts';

export const RECORD_FILE = 'prompt_lab.json';

/** The lab trains every prompt in front of the whole text, special tokens included, which is where PEFT puts it. */
const LAYOUT = 'peft';

export interface OpenedFolder {
  readonly prompt: PeftPrompt;
  /** The run that made the prompt, where the lab wrote the folder. */
  readonly record: RunRecord | null;
  readonly notes: readonly string[];
}

const NOTHING = new Uint8Array(0);

/** @throws LabError what `readPeftFolder` throws; `file` for a damaged record */
export async function readPromptFolder(
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
  task: number | null,
): Promise<OpenedFolder> {
  const prompt = readPeftFolder(files, folder, task);
  const sibling = files.get(RECORD_FILE);
  if (sibling === undefined) return { prompt, record: null, notes: prompt.notes };
  const path = `${folder}/${RECORD_FILE}`;
  const text = new TextDecoder().decode(sibling);
  const record = readRunRecord(text, path);
  const made: unknown = Reflect.get(JSON.parse(text) as object, 'weightsHash');
  const hash = await sha256(files.get(PEFT_FILES.weights) ?? NOTHING);
  // Without a secure context there is no hash, on either side.
  if (hash !== null && made !== hash) {
    const note = `${path} belongs to other weights than those of the folder, so it was left aside.`;
    return { prompt, record: null, notes: [...prompt.notes, note] };
  }
  const { length, width, values } = prompt;
  return {
    prompt,
    record: { ...record, artefacts: promptArtefacts({ length, width, values }) },
    notes: prompt.notes,
  };
}

/** The folder's files by name. */
export async function promptFolderFiles(
  values: Float32Array,
  facts: PromptFacts,
  record: RunRecord | null,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = writePeftFolder(values, facts);
  if (record === null) return files;
  const weightsHash = await sha256(files.get(PEFT_FILES.weights) ?? NOTHING);
  const sibling = { layout: LAYOUT, weightsHash, ...record, artefacts: {} };
  return new Map([...files, [RECORD_FILE, new TextEncoder().encode(writeRunRecord(sibling))]]);
}
