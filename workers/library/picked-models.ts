/** A model from this device: a folder, several files, or a zip of them. */
import { onnxChoices, wantedFiles, type ListedFile } from '../../src/data/models/onnx-choices.ts';
import { listZipFiles, readZipFiles, type ZipLimits } from '../../src/data/zip-files.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { lackOf, needFiles, type ModelFiles } from '../../src/plm/open-model-files.ts';
import type { PickedFile } from '../../src/protocol/library-protocol.ts';
import type { Report } from './store-model.ts';

/** A model in a file a tensor has hundreds of files; more bytes than these no page can hold. */
const MODEL_LIMITS: ZipLimits = { entries: 10_000, bytes: 4 * 1024 ** 3 };

interface OpenedFile extends ListedFile {
  read(): Promise<Uint8Array>;
}

export interface PickedModel {
  /** Of the folder or the zip, else of the graph. */
  readonly name: string;
  readonly files: ModelFiles;
}

/** @throws LabError `model-missing` naming what is not there, `argument` for a graph that can't be used, `file` for a bad zip */
export async function readPicked(
  picked: readonly PickedFile[],
  graph: string | null,
  report: Report,
): Promise<PickedModel> {
  const files = (await Promise.all(picked.map(openFile))).flat();
  const choices = onnxChoices(files);
  const choice = choices.find((candidate) => graph === null || candidate.graph.path === graph);
  const name = nameOf(picked, choice?.graph.path ?? '');
  if (choice === undefined) throw lackOf(name);
  if (choice.unusable !== null)
    throw new LabError({
      code: 'argument',
      message: `${choice.graph.path} can’t be used: ${choice.unusable}.`,
      remedy: 'Give another export of the model.',
      where: choice.graph.path,
    });
  const wanted = wantedFiles(choice, files);
  needFiles(name, (file) => wanted.some((candidate) => candidate.name === file));
  const total = wanted.reduce((sum, { file }) => sum + file.bytes, 0);
  const contents = new Map<string, Uint8Array>();
  let done = 0;
  for (const { file, name: as } of wanted) {
    contents.set(as, await file.read());
    report('read', (done += file.bytes), total, as);
  }
  return { name, files: contents };
}

async function openFile({ path, blob }: PickedFile): Promise<readonly OpenedFile[]> {
  if (!path.toLowerCase().endsWith('.zip'))
    return [{ path, bytes: blob.size, read: async () => new Uint8Array(await blob.arrayBuffer()) }];
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return listZipFiles(bytes, path, MODEL_LIMITS).map((entry) => ({
    ...entry,
    read: () => {
      const content = readZipFiles(bytes, path, (name) => name === entry.path, MODEL_LIMITS);
      return Promise.resolve(content.get(entry.path) ?? new Uint8Array(0));
    },
  }));
}

/** What the model is called until somebody names it. */
function nameOf(picked: readonly PickedFile[], graph: string): string {
  const [only] = picked;
  if (picked.length === 1 && only?.path.toLowerCase().endsWith('.zip'))
    return only.path.replace(/^.*\//, '').replace(/\.zip$/i, '');
  const folders = graph
    .split('/')
    .slice(0, -1)
    .filter((folder) => folder !== 'onnx');
  return folders.at(-1) ?? (graph.replace(/^.*\//, '').replace(/\.onnx$/i, '') || 'model');
}
