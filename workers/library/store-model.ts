/** From a model's files to a model of the library: opened, looked over, its weights put outside, hashed, kept. */
import { cancelled } from '../../src/data/models/fetch-file.ts';
import { taskCatalogue } from '../../src/data/task-catalogue.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { sha256 } from '../../src/experiment/sha256.ts';
import { externalise } from '../../src/plm/externalise.ts';
import { findFacts } from '../../src/plm/model-facts.ts';
import { openModelFiles, type ModelFiles } from '../../src/plm/open-model-files.ts';
import type { LibraryPhase } from '../../src/protocol/library-protocol.ts';
import { removeItem } from '../../src/storage/items.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { saveModel, type ModelSource, type StoredModel } from '../../src/storage/saved-models.ts';
import { FileWriter, PIECE_BYTES, removeStoredFile } from '../../src/storage/stored-files.ts';
import type { LabTokenizer } from '../../src/text/tokenizer-types.ts';
import { createVerbalizer } from '../../src/text/verbalizer.ts';

export type Report = (phase: LibraryPhase, done: number, total: number | null, detail: string) => void;

export interface NewModel {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly source: ModelSource;
  readonly files: ModelFiles;
  /** Files that are stored under the model's id already, with just this content, and their SHA-256 as far as there is one. */
  readonly stored: ReadonlyMap<string, string | null>;
}

/**
 * Keeps a model. Its head is written last: where something breaks on the way, no list shows it.
 * @throws LabError `model-missing`, what opening the files throws, `cancelled`, `quota`, `storage`
 */
export async function storeModel(
  store: KeyValue,
  { id, files, stored, ...named }: NewModel,
  report: Report,
  signal: AbortSignal,
  now: () => Date,
): Promise<StoredModel> {
  report('inspect', 0, null, 'embeddings, layers, neurons, head');
  const opened = openModelFiles(named.name, files);
  const facts = findFacts(opened);
  const kept = externalise(opened.plm.model, files);
  const total = [...kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  let done = 0;
  const hashed = [];
  try {
    for (const [name, bytes] of kept) {
      const isThere = stored.has(name) && files.get(name) === bytes;
      if (!isThere)
        await write(store, id, name, bytes, signal, (more) => report('save', done + more, total, name));
      done += bytes.byteLength;
      report('save', done, total, name);
      const hash = isThere ? stored.get(name) : await sha256(bytes);
      hashed.push({ name, bytes: bytes.byteLength, sha256: hash ?? '' });
    }
    for (const name of stored.keys()) if (!kept.has(name)) await removeStoredFile(store, id, name);
    const model: StoredModel = {
      id,
      ...named,
      ...facts,
      notes: [...facts.notes, ...labelWordNotes(opened.tokenizer)],
      files: hashed,
      addedAt: now().toISOString(),
    };
    await saveModel(store, model);
    return model;
  } catch (thrown) {
    // What is half-written is of no use; what was downloaded before stays with its download.
    if (stored.size === 0) await removeItem(store, { kind: 'model', id }).catch(() => undefined);
    throw thrown;
  }
}

async function write(
  store: KeyValue,
  owner: string,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
  onBytes: (done: number) => void,
): Promise<void> {
  await removeStoredFile(store, owner, name);
  const writer = new FileWriter(store, owner, name);
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
    if (signal.aborted) throw cancelled();
    await writer.write(bytes.subarray(at, at + PIECE_BYTES));
    onBytes(Math.min(bytes.byteLength, at + PIECE_BYTES));
  }
  await writer.end();
}

/** Which of the sample tasks the model can answer as they are asked, for want of a better question. */
function labelWordNotes(tokenizer: LabTokenizer): readonly string[] {
  const unknown = taskCatalogue.filter(({ labels, labelWords }) => {
    try {
      return createVerbalizer(tokenizer, labels, labelWords)
        .words.flat()
        .some(({ handling }) => handling !== 'whole');
    } catch (thrown) {
      if (thrown instanceof LabError) return true;
      throw thrown;
    }
  });
  if (unknown.length === 0)
    return [`The label words of all ${String(taskCatalogue.length)} sample tasks are tokens of their own.`];
  return [
    `Of the sample tasks, these have label words that are no token of their own here: ${unknown.map(({ name }) => name).join(', ')}.`,
  ];
}
