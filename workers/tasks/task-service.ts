/** Imports one's own data: looks at files, counts their classes, makes tasks of them, keeps these on the device. */
import { countClasses, type ClassCounts } from '../../src/data/import/count-classes.ts';
import { importTask } from '../../src/data/import/import-task.ts';
import type { ColumnOptions, ImportFile, ImportProgress } from '../../src/data/import/import-types.ts';
import { previewSource } from '../../src/data/import/preview-source.ts';
import { splitOfFile } from '../../src/data/import/split-name.ts';
import { taskCatalogue } from '../../src/data/task-catalogue.ts';
import { taskError } from '../../src/data/task-error.ts';
import { taskEntry } from '../../src/data/task-entry.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import { taskZip } from '../../src/data/task-zip.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type {
  FilesPreview,
  ImportOutcome,
  OwnFile,
  ShownRow,
  TableImport,
  TablePreview,
  TaskEvent,
  TaskService,
} from '../../src/protocol/task-protocol.ts';
import { freeName } from '../../src/storage/free-name.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import { findStoredTask, saveTask } from '../../src/storage/saved-tasks.ts';
import { answer } from '../answer.ts';
import { openFiles } from './open-files.ts';

export interface TaskServiceParts {
  readonly store: KeyValue;
  readonly now: () => Date;
  /** Does the work when no other tab is choosing a name for a task. Without it, there is no other tab. */
  readonly inTurn?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Rows that the page shows before an import, and characters of a cell. */
const SHOWN_ROWS = 5;
const SHOWN_CHARACTERS = 300;

export class PageTaskService implements TaskService {
  private readonly parts: TaskServiceParts;
  private events: MessagePort | null = null;

  constructor(parts: TaskServiceParts) {
    this.parts = parts;
  }

  connect(events: MessagePort): Promise<void> {
    this.events = events;
    return Promise.resolve();
  }

  preview(files: readonly OwnFile[], quotes: boolean): Promise<Answer<FilesPreview>> {
    return answered(async () => {
      const opened = await openFiles(files);
      if (opened.kind === 'task') return { kind: 'task', entry: taskEntry(await opened.load()) };
      const previews = await Promise.all(
        opened.sources.map(async (source) => {
          const { guess, ...preview } = await previewSource(source, { quotes }, SHOWN_ROWS);
          const { name, bytes } = source;
          const table: TablePreview = {
            ...preview,
            name,
            bytes,
            rows: preview.rows.map(shortened),
            malformed: preview.malformed.map((problem) => ({ file: name, ...problem })),
            split: splitOfFile(name),
          };
          return { table, guess };
        }),
      );
      const [first] = previews;
      if (first === undefined) throw taskError('import', 'there is no file.', 'Give at least one.');
      return { kind: 'tables', guess: first.guess, tables: previews.map(({ table }) => table) };
    });
  }

  count(files: readonly OwnFile[], columns: ColumnOptions, quotes: boolean): Promise<Answer<ClassCounts>> {
    return answered(async () =>
      countClasses(await tables(files, new Map()), { columns, quotes, onProgress: this.tellRead }),
    );
  }

  importTables(
    files: readonly OwnFile[],
    { title, splits, options }: TableImport,
  ): Promise<Answer<ImportOutcome>> {
    return answered(async () => {
      const { task, report } = await importTask(await tables(files, splits), {
        ...options,
        name: title,
        onProgress: this.tellRead,
      });
      return { ...(await this.save(task, title)), report };
    });
  }

  importFolder(files: readonly OwnFile[], title: string): Promise<Answer<ImportOutcome>> {
    return answered(async () => {
      const opened = await openFiles(files);
      if (opened.kind !== 'task')
        throw taskError('import', 'there is no task.json.', 'Give a task folder or its zip.');
      return { ...(await this.save(await opened.load(), title)), report: null };
    });
  }

  exportTask(id: string): Promise<Answer<Uint8Array>> {
    return answered(async () => {
      const task = await findStoredTask(this.parts.store, id);
      if (task !== null) return taskZip(task);
      throw taskError(id, 'there is no such task on this device.', 'Bring it in again.');
    });
  }

  private save(task: Task, title: string): Promise<Omit<ImportOutcome, 'report'>> {
    this.tell({ kind: 'save' });
    const { store, now } = this.parts;
    const shipped = taskCatalogue.map(({ name }) => name);
    return this.inTurn(async () => {
      const id = await freeName(title, store, ['task-head'], shipped);
      const entry = taskEntry({ ...task, name: id });
      await saveTask(store, { id, name: title, addedAt: now().toISOString(), entry }, task);
      return { id, entry };
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.parts.inTurn === undefined ? work() : this.parts.inTurn(work);
  }

  private tell(event: TaskEvent): void {
    this.events?.postMessage(event);
  }

  private readonly tellRead = ({ bytesRead, bytesTotal, rows }: ImportProgress): void => {
    this.tell({ kind: 'read', bytes: bytesRead, bytesTotal, rows });
    if (bytesRead === bytesTotal) this.tell({ kind: 'sort' });
  };
}

/** What breaks without a word of its own has to do with the files. */
const answered = <T>(work: () => Promise<T>): Promise<Answer<T>> => answer(work, 'file');

async function tables(
  files: readonly OwnFile[],
  splits: TableImport['splits'],
): Promise<readonly ImportFile[]> {
  const opened = await openFiles(files);
  if (opened.kind === 'task')
    throw taskError('import', 'it is a task folder, not tables.', 'Import it as a task folder.');
  return opened.sources.map((source) => ({ source, split: splits.get(source.name) ?? null }));
}

function shortened(cells: ShownRow): ShownRow {
  return new Map(
    Array.from(cells, ([column, text]) => [
      column,
      text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text,
    ]),
  );
}
