/** What a recipe can name: PLMs and tasks, shipped and imported. Forms and lists read it; imports and deletions renew it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { downloadBytes, type ModelEntry } from '../../data/model-catalogue.ts';
import type { ModelFacts } from '../../experiment/model-facts.ts';
import { taskCatalogue } from '../../data/task-catalogue.ts';
import type { TaskEntry } from '../../experiment/task-types.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { listModels, type StoredModel } from '../../storage/saved-models.ts';
import { listTasks, type StoredTask } from '../../storage/saved-tasks.ts';

export interface ShelfState {
  /** Null until the catalogue has been read. */
  readonly shipped: readonly ModelEntry[] | null;
  readonly imported: readonly StoredModel[];
  readonly importedTasks: readonly StoredTask[];
}

export type Shelf = StoreApi<ShelfState>;

/** A PLM by the name that recipes use, with what lists call it. */
export interface ShelvedModel extends ModelFacts {
  readonly name: string;
  readonly title: string;
  readonly shipped: boolean;
  /** Whether it is downloaded when it is first used. */
  readonly onDemand: boolean;
}

/** As `ShelvedModel`. */
export interface ShelvedTask extends TaskEntry {
  readonly title: string;
  readonly shipped: boolean;
}

export const EMPTY_SHELF: ShelfState = { shipped: null, imported: [], importedTasks: [] };

/** The shelf with what is on this device; the catalogue of shipped PLMs comes when it has been read. */
export async function openShelf(storage: KeyValue): Promise<Shelf> {
  const shelf = createStore<ShelfState>(() => EMPTY_SHELF);
  // What can't be listed is told where it is looked for; the shipped ones are there all the same.
  await renewShelf(shelf, storage).catch(() => undefined);
  return shelf;
}

/** Reads again what is on this device. @throws LabError `storage` */
export async function renewShelf(shelf: Shelf, storage: KeyValue): Promise<void> {
  const [imported, importedTasks] = await Promise.all([listModels(storage), listTasks(storage)]);
  shelf.setState({ imported, importedTasks });
}

export function modelsOn({ shipped, imported }: ShelfState): readonly ShelvedModel[] {
  return [
    ...(shipped ?? []).map((model) => ({ ...model, title: model.name, shipped: true })),
    ...imported.map((model) => ({
      ...model,
      name: model.id,
      title: model.name,
      shipped: false,
      onDemand: false,
    })),
  ];
}

/** What is downloaded when `plm` is first used; null for one that is on this device or comes with the page. */
export function onDemandBytes({ shipped }: ShelfState, plm: string): number | null {
  const model = shipped?.find(({ name, onDemand }) => onDemand && name === plm);
  return model === undefined ? null : downloadBytes(model);
}

export function tasksOn({ importedTasks }: ShelfState): readonly ShelvedTask[] {
  return [
    ...taskCatalogue.map((task) => ({ ...task, title: task.name, shipped: true })),
    ...importedTasks.map(({ id, name, entry }) => ({ ...entry, name: id, title: name, shipped: false })),
  ];
}

/** The task that recipes call `name`, or null. */
export function findTaskOn(shelf: Shelf, name: string): ShelvedTask | null {
  return tasksOn(shelf.getState()).find((task) => task.name === name) ?? null;
}
