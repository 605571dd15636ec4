/** A run, a sweep or a prompt from files that were chosen or dropped: an experiment file, a run record, a PEFT folder, a tensor. */
import { adapterTasks, PEFT_FILES } from '../../src/data/peft-folder.ts';
import {
  PUBLISHED_FILE,
  readPromptFile,
  type PromptFileFormat,
} from '../../src/data/prompts/prompt-files.ts';
import { readPromptFolder, RECORD_FILE } from '../../src/data/prompts/prompt-folder.ts';
import { readRunFile } from '../../src/data/run-file.ts';
import { experimentInFile, SWEEP_ENTRY } from '../../src/data/sweep-experiment.ts';
import { listZipFiles, readZipFiles, type ZipLimits } from '../../src/data/zip-files.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { readRunRecord } from '../../src/experiment/run-record-json.ts';
import type { OpenedExperiment } from '../../src/protocol/experiment-protocol.ts';
import type { PickedFile } from '../../src/protocol/library-protocol.ts';

/** Prompts and records; the largest sweeps have some hundred megabytes. */
const LIMITS: ZipLimits = { entries: 1000, bytes: 512 * 1024 * 1024 };

interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]+$/, '');

/** @throws LabError naming the file and what is wrong with it */
export async function openExperiment(
  picked: readonly PickedFile[],
  task: number | null,
): Promise<OpenedExperiment> {
  const files = (await Promise.all(picked.map(bytesOf))).flat();
  const adapter = files.find(({ path }) => nameOf(path) === PEFT_FILES.config);
  if (adapter !== undefined) return openAdapter(files, adapter.path, task);
  const [first] = files.filter(({ path }) => isExperiment(path));
  if (first !== undefined) return openFile(first);
  throw new LabError({
    code: 'file',
    message: `There is no experiment and no prompt in ${picked[0]?.path ?? 'nothing'}.`,
    remedy:
      'Give an experiment file (.plab), a run record (.json), a PEFT folder with adapter_config.json, or a prompt as .safetensors, .npy or .pt.',
    where: picked[0]?.path ?? '',
  });
}

/** Files as they are; of a zip, what is in it. An experiment file is a zip too, and stays one. */
async function bytesOf({ path, blob }: PickedFile): Promise<readonly NamedBytes[]> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (!path.toLowerCase().endsWith('.zip')) return [{ path, bytes }];
  const found = readZipFiles(bytes, path, () => true, LIMITS);
  // A folder that was zipped without a folder around it is called as the zip.
  return Array.from(found, ([name, content]) => ({
    path: name.includes('/') ? name : `${stemOf(path)}/${name}`,
    bytes: content,
  }));
}

async function openAdapter(
  files: readonly NamedBytes[],
  config: string,
  task: number | null,
): Promise<OpenedExperiment> {
  const folder = config.slice(0, config.lastIndexOf('/') + 1);
  const name = nameOf(folder.slice(0, -1)) || 'adapter';
  const own = new Map(
    files
      .filter(({ path }) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
      .map(({ path, bytes }) => [nameOf(path), bytes]),
  );
  const tasks = task === null ? adapterTasks(own, name) : 1;
  if (tasks > 1) return { kind: 'which-task', name, tasks };
  const { prompt, record, notes } = await readPromptFolder(own, name, task);
  if (record !== null) return { kind: 'run', name, record, notes };
  const { length, width, values, base } = prompt;
  return { kind: 'prompt', name, prompt: { length, width, values }, base, notes };
}

const TENSORS: readonly (readonly [RegExp, PromptFileFormat])[] = [
  [/\.safetensors$/i, 'safetensors'],
  [/\.npy$/i, 'npy'],
  [/\.(pt|pth|bin)$/i, 'torch'],
  [new RegExp(`^${PUBLISHED_FILE}$`), 'torch'],
];

const formatOf = (path: string): PromptFileFormat | null =>
  TENSORS.find(([ending]) => ending.test(nameOf(path)))?.[1] ?? null;

function isExperiment(path: string): boolean {
  const name = nameOf(path);
  return /\.(plab|json)$/i.test(name) || (formatOf(path) !== null && name !== RECORD_FILE);
}

function openFile({ path, bytes }: NamedBytes): OpenedExperiment {
  const format = formatOf(path);
  const name = stemOf(path);
  if (format !== null) {
    const prompt = readPromptFile(format, bytes, path);
    return { kind: 'prompt', name, prompt, base: null, notes: [] };
  }
  if (path.toLowerCase().endsWith('.json'))
    return { kind: 'run', name, record: readRunRecord(new TextDecoder().decode(bytes), path), notes: [] };
  const entries = listZipFiles(bytes, path, LIMITS).map((entry) => entry.path);
  if (entries.includes(SWEEP_ENTRY))
    return { kind: 'sweep', name, experiment: experimentInFile(bytes, path) };
  return { kind: 'run', name, record: readRunFile(bytes, path), notes: [] };
}
