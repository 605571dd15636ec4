/**
 * An import from the first look at the files to the finished task. It belongs to the lab, not to a component: who goes
 * to another page meanwhile finds it as it stands.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClassCounts } from '../../../data/import/count-classes.ts';
import { LabError, toErrorData, type LabErrorData } from '../../../errors/lab-error.ts';
import type { Answer } from '../../../protocol/answer.ts';
import type {
  FilesPreview,
  ImportOutcome,
  OwnFile,
  TaskEvent,
  TaskService,
} from '../../../protocol/task-protocol.ts';
import {
  columnsOf,
  formOf,
  placeOfError,
  requestOf,
  titleOf,
  withCounts,
  type FormPlace,
  type ImportForm,
} from './import-form.ts';
import { errorInPageWords } from './page-words.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';
import { TaskImporter } from './task-importer.ts';

/** What the worker is asked for. */
export type ImportWork = 'look' | 'count' | 'import';

export interface ImportState {
  readonly files: readonly OwnFile[];
  /** Null until files were looked at. */
  readonly preview: FilesPreview | null;
  /** Null where there is nothing to map: no files yet, or a task folder. */
  readonly form: ImportForm | null;
  /** Null until all rows were read for the classes. */
  readonly counts: ClassCounts | null;
  readonly work: ImportWork | null;
  readonly progress: TaskEvent | null;
  readonly problem: { readonly place: FormPlace; readonly error: LabErrorData } | null;
  readonly outcome: ImportOutcome | null;
}

const EMPTY: ImportState = {
  files: [],
  preview: null,
  form: null,
  counts: null,
  work: null,
  progress: null,
  problem: null,
  outcome: null,
};

export interface ImportSessionParts {
  readonly connect: ConnectWorker<'tasks'>;
  /** Puts what was imported where recipes can name it. */
  readonly renew: () => Promise<void>;
  readonly announce: (text: string) => void;
}

/** Fields of the form that decide which rows and classes there are. */
const COUNTED: readonly (keyof ImportForm)[] = ['a', 'b', 'label', 'splitSource', 'splitColumn', 'quotes'];

export class ImportSession {
  readonly store: StoreApi<ImportState> = createStore<ImportState>(() => EMPTY);
  private readonly parts: ImportSessionParts;
  private readonly importer: TaskImporter;

  constructor(parts: ImportSessionParts) {
    this.parts = parts;
    this.importer = new TaskImporter(parts.connect, (progress) => this.store.setState({ progress }));
  }

  /** Looks at `files`, in place of the ones before. */
  async take(files: readonly OwnFile[]): Promise<void> {
    this.store.setState({ ...EMPTY, files }, true);
    await this.look(true);
  }

  private async look(quotes: boolean): Promise<void> {
    const { files } = this.store.getState();
    const preview = await this.ask('look', 'files', (service) => service.preview(files, quotes));
    if (preview === null) return;
    const first = files[0]?.name ?? '';
    const form = preview.kind === 'tables' ? formOf(preview, titleOf(first), quotes) : null;
    this.store.setState({ preview, form, counts: null });
    this.parts.announce(
      preview.kind === 'tables' ? 'The files were looked at: choose the columns.' : 'It is a task folder.',
    );
    if (form !== null) await this.count();
  }

  /** Changes the form; where other columns are chosen, their classes are counted. */
  async change(change: Partial<ImportForm>): Promise<void> {
    const { form, problem } = this.store.getState();
    if (form === null) return;
    const changed = { ...form, ...change };
    // What was wrong may be mended now; what was wrong with the files is not.
    this.store.setState({ form: changed, problem: problem?.place === 'files' ? problem : null });
    if (change.quotes !== undefined && change.quotes !== form.quotes) await this.look(change.quotes);
    else if (COUNTED.some((field) => changed[field] !== form[field])) {
      const classes = changed.label === form.label ? changed.classes : [];
      this.store.setState({ counts: null, form: { ...changed, classes } });
      await this.count();
    }
  }

  private async count(): Promise<void> {
    const { files, form } = this.store.getState();
    if (form === null) return;
    const counts = await this.ask('count', 'columns', (service) =>
      service.count(files, columnsOf(form), form.quotes),
    );
    const now = this.store.getState().form;
    if (counts !== null && now !== null) this.store.setState({ counts, form: withCounts(now, counts) });
  }

  /** Makes the task and keeps it. Resolves with its id, or null where that went wrong. */
  async import(): Promise<string | null> {
    const { files, form, preview } = this.store.getState();
    const outcome = await this.ask('import', 'end', (service) => {
      if (preview?.kind === 'task') return service.importFolder(files, preview.entry.name);
      if (form === null) throw new Error('There is nothing to import');
      return service.importTables(files, requestOf(form));
    });
    if (outcome === null) return null;
    this.importer.close();
    await this.parts.renew().catch(() => undefined);
    this.store.setState({ outcome });
    this.parts.announce(`The task ${outcome.entry.name} is imported.`);
    return outcome.id;
  }

  /** Stops what the worker is at. Before the files were looked at, there is nothing to go back to but the start. */
  cancel(): void {
    const { work } = this.store.getState();
    this.importer.cancel();
    if (work === 'look') this.reset();
    else this.store.setState({ work: null, progress: null });
    // It may have been kept in the very moment.
    if (work === 'import') void this.parts.renew().catch(() => undefined);
  }

  reset(): void {
    this.importer.cancel();
    this.store.setState(EMPTY, true);
  }

  private async ask<T>(
    work: ImportWork,
    place: FormPlace,
    request: (service: TaskService) => Promise<Answer<T>>,
  ): Promise<T | null> {
    this.store.setState({ work, progress: null, problem: null });
    try {
      const value = await this.importer.ask(request);
      this.store.setState({ work: null, progress: null });
      return value;
    } catch (thrown) {
      // Given up: by a person, or for another request that is under way now.
      if (thrown instanceof LabError && thrown.code === 'cancelled') return null;
      const error = errorInPageWords(toErrorData(thrown));
      const wrong = work === 'import' ? placeOfError(error) : place;
      this.store.setState({ work: null, progress: null, problem: { place: wrong, error } });
      return null;
    }
  }
}
