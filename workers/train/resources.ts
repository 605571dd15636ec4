/** PLMs and tasks that ship with the page, loaded once and kept for the next run. */
import { loadTask } from '../../src/data/load-task.ts';
import { loadModelCatalogue } from '../../src/data/model-catalogue.ts';
import { findTask, TASKS_FOLDER } from '../../src/data/task-catalogue.ts';
import type { Task } from '../../src/data/task-types.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { openPlm, type Plm, type PlmConfig } from '../../src/plm/plm.ts';
import { createTokenizer } from '../../src/text/tokenizer.ts';
import type { LabTokenizer } from '../../src/text/tokenizer-types.ts';
import { downloadFiles, fetchOrExplain, type Progress } from './download.ts';

export interface OpenedPlm {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
}

export class Resources {
  private readonly plms = new Map<string, OpenedPlm>();
  private readonly tasks = new Map<string, Task>();

  constructor(private readonly base: URL) {}

  private text(path: string, signal: AbortSignal): Promise<string> {
    return fetchOrExplain(new URL(path, this.base), path, signal).then((response) => response.text());
  }

  /** @throws LabError `model-missing`, `download`, `cancelled`, and what reading the model throws */
  async plm(name: string, signal: AbortSignal, progress: Progress): Promise<OpenedPlm> {
    const known = this.plms.get(name);
    if (known !== undefined) return known;
    const entries = await loadModelCatalogue((path) => this.text(path, signal));
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) {
      throw new LabError({
        code: 'model-missing',
        message: `There is no PLM “${name}” on this page.`,
        remedy: `Choose one of: ${entries.map((e) => e.name).join(', ')}.`,
        where: 'plm',
      });
    }
    const files = await downloadFiles(
      new URL(`models/${entry.folder}/`, this.base),
      entry.files,
      signal,
      progress,
    );
    const json = (file: string): unknown => JSON.parse(new TextDecoder().decode(files.get(file)));
    const bytes = files.get('model.onnx');
    if (bytes === undefined)
      throw new LabError({
        code: 'model-missing',
        message: `The catalogue lists no model.onnx for ${name}.`,
        remedy: 'Mend models/catalogue.json.',
        where: 'models/catalogue.json',
      });
    const plm = openPlm(
      name,
      readModel(bytes, (location) => files.get(location) ?? null),
      json('config.json') as PlmConfig,
    );
    const opened = {
      plm,
      tokenizer: createTokenizer(
        json('tokenizer.json'),
        files.has('tokenizer_config.json') ? json('tokenizer_config.json') : {},
      ),
    };
    this.plms.set(name, opened);
    return opened;
  }

  /** @throws LabError `task` naming what is missing or malformed */
  async task(name: string, signal: AbortSignal): Promise<Task> {
    const known = this.tasks.get(name);
    if (known !== undefined) return known;
    if (findTask(name) === null)
      throw new LabError({
        code: 'task',
        message: `There is no task “${name}” on this page.`,
        remedy: 'Choose one of the listed tasks.',
        where: 'task',
      });
    const task = await loadTask(`${TASKS_FOLDER}/${name}`, (path) => this.text(path, signal));
    this.tasks.set(name, task);
    return task;
  }
}
