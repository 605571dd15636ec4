/** Imported PLMs. The head is written last and removed first: a model is listed only while all its files are there. */
import * as v from 'valibot';
import type { ModelFacts } from '../experiment/model-facts.ts';
import type { KeyValue } from './key-value.ts';
import { shownIds } from './items.ts';
import { guarded, unreadable } from './storage-errors.ts';
import { storageKey } from './storage-keys.ts';

/** Where a model came from, so that it can be had again. */
export type ModelSource =
  | { readonly kind: 'hub'; readonly base: string; readonly model: string; readonly revision: string }
  | { readonly kind: 'files'; readonly names: readonly string[] };

export interface StoredModel extends ModelFacts {
  /** What recipes call it. */
  readonly id: string;
  /** What lists call it. */
  readonly name: string;
  readonly addedAt: string;
  readonly source: ModelSource;
  /** What is worth knowing before it is used, a sentence each. */
  readonly notes: readonly string[];
}

export async function saveModel(store: KeyValue, model: StoredModel): Promise<void> {
  await guarded('The model can’t be saved', () => store.write([[storageKey('model', model.id), model]]));
}

/** All imported models, the newest first. Entries that can't be read are left out. */
export async function listModels(store: KeyValue): Promise<readonly StoredModel[]> {
  return guarded('Models can’t be listed', async () => {
    const ids = shownIds(await store.keys(), 'model');
    const models = await Promise.all(ids.map((id) => store.get(storageKey('model', id))));
    return models.filter(isModel).sort((a, b) => b.addedAt.localeCompare(a.addedAt));
  });
}

/** The imported model that recipes call `id`, or null. @throws LabError `storage` for one that can't be read */
export async function findModel(store: KeyValue, id: string): Promise<StoredModel | null> {
  const value = await guarded('The model can’t be read', () => store.get(storageKey('model', id)));
  if (value === undefined) return null;
  if (isModel(value)) return value;
  throw unreadable('The model');
}

const text = v.string();
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

export const ModelSourceSchema: v.GenericSchema<unknown, ModelSource> = v.variant('kind', [
  v.object({ kind: v.literal('hub'), base: text, model: text, revision: text }),
  v.object({ kind: v.literal('files'), names: v.array(text) }),
]);

const Model: v.GenericSchema<unknown, StoredModel> = v.object({
  id: text,
  name: text,
  addedAt: text,
  description: text,
  licence: text,
  architecture: text,
  parameters: count,
  layers: count,
  width: count,
  heads: count,
  feedForward: count,
  vocabulary: count,
  maxLength: count,
  files: v.array(v.object({ name: text, bytes: count, sha256: text })),
  source: ModelSourceSchema,
  notes: v.array(text),
});

/** Whether `value` is what lists and recipes need to know of a model. */
export function isModel(value: unknown): value is StoredModel {
  return v.is(Model, value);
}
