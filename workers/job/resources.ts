/** PLMs and tasks, shipped with the page or imported on this device; loaded once and kept for the next run. */
import { loadTask } from '../../src/data/load-task.ts';
import { loadModelCatalogue } from '../../src/data/model-catalogue.ts';
import { findTask, TASKS_FOLDER } from '../../src/data/task-catalogue.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { openModelFiles, type ModelFiles, type OpenedPlm } from '../../src/plm/open-model-files.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { findModel, type StoredModel } from '../../src/storage/saved-models.ts';
import { findStoredTask, taskAddedAt } from '../../src/storage/saved-tasks.ts';
import { readStoredFile } from '../../src/storage/stored-files.ts';
import { downloadFiles, fetchOrExplain, type Progress } from './download.ts';
import { keptFiles, type KeptFiles } from './kept-files.ts';

interface KeptPlm {
  /** `SHIPPED`, or when it was imported. */
  readonly version: string;
  readonly opened: OpenedPlm;
}

const SHIPPED = 'shipped';
const MOST_KEPT = 2;

export class Resources {
  private readonly plms = new Map<string, KeptPlm>();
  private readonly tasks = new Map<string, { readonly version: string | null; readonly task: Task }>();

  constructor(
    private readonly base: URL,
    private readonly store: KeyValue,
    private readonly kept: KeptFiles = keptFiles('caches' in globalThis ? globalThis.caches : undefined),
  ) {}

  private text(path: string, signal: AbortSignal): Promise<string> {
    return fetchOrExplain(new URL(path, this.base), path, signal).then((response) => response.text());
  }

  /** @throws LabError `model-missing`, `download`, `cancelled`, `storage`, and what reading the model throws */
  async plm(name: string, signal: AbortSignal, progress: Progress): Promise<OpenedPlm> {
    const known = this.plms.get(name);
    if (known?.version === SHIPPED) return known.opened;
    // An imported PLM may be gone by now, and its name another one's.
    const stored = await findModel(this.store, name);
    if (known !== undefined && known.version === stored?.addedAt) return known.opened;
    const shipped = await this.shipped(name, signal, progress);
    const files = shipped ?? (stored === null ? null : await this.imported(stored, progress));
    if (files === null) {
      throw new LabError({
        code: 'model-missing',
        message: `There is no PLM “${name}” on this device.`,
        remedy: 'Choose another one, or bring it in again in the Library.',
        where: 'plm',
      });
    }
    const opened = openModelFiles(name, files);
    this.keep(name, { version: shipped === null ? (stored?.addedAt ?? '') : SHIPPED, opened });
    return opened;
  }

  /** The latest stay: a sweep needs two, and a large one takes half a gigabyte. */
  private keep(name: string, plm: KeptPlm): void {
    this.plms.delete(name);
    this.plms.set(name, plm);
    for (const old of [...this.plms.keys()].slice(0, -MOST_KEPT)) this.plms.delete(old);
  }

  private async shipped(name: string, signal: AbortSignal, progress: Progress): Promise<ModelFiles | null> {
    const entries = await loadModelCatalogue((path) => this.text(path, signal));
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return null;
    const kept = entry.onDemand ? this.kept : null;
    return downloadFiles(new URL(`models/${entry.folder}/`, this.base), entry.files, signal, progress, kept);
  }

  private async imported(model: StoredModel, progress: Progress): Promise<ModelFiles> {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const file of model.files) {
      const onBytes = (more: number): void =>
        progress('download', (done += more), total, `${file.name}, from this device`);
      files.set(file.name, await readStoredFile(this.store, model.id, file.name, file.bytes, onBytes));
    }
    return files;
  }

  /** @throws LabError `task` naming what is missing or malformed */
  async task(name: string, signal: AbortSignal): Promise<Task> {
    const isShipped = findTask(name) !== null;
    // An imported task may be gone by now, and its name another one's.
    const version = isShipped ? SHIPPED : await taskAddedAt(this.store, name);
    const known = this.tasks.get(name);
    if (known?.version === version) return known.task;
    const task = isShipped
      ? await loadTask(`${TASKS_FOLDER}/${name}`, (path) => this.text(path, signal))
      : await findStoredTask(this.store, name);
    if (task === null)
      throw new LabError({
        code: 'task',
        message: `There is no task “${name}” on this device.`,
        remedy: 'Choose one of the listed tasks, or bring it in again in the Library.',
        where: 'task',
      });
    this.tasks.set(name, { version, task });
    return task;
  }
}
