/** One's own data as a task: files in, columns mapped, a report out. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLab } from '../../lab-context.tsx';
import { changeDraft } from '../../recipe/draft-store.ts';
import { ChooseFiles, ownFiles } from './choose-files.tsx';
import { ClassFields } from './class-fields.tsx';
import { ColumnFields } from './column-fields.tsx';
import { ProblemAt } from './problem-at.tsx';
import type { TablesOf } from './import-form.ts';
import { ImportProgress } from './import-progress.tsx';
import { ImportReportView } from './import-report.tsx';
import { RowPreview } from './row-preview.tsx';
import { SplitFields } from './split-fields.tsx';
import { workerLines } from '../../workers/lab-lines.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';
import { NameFields, RowSwitches, TemplateField } from './task-facts.tsx';
import { ImportContext, importOf, useImport, useImportSession } from './use-import.ts';

export interface ImportDataProps {
  /** Files that were dropped elsewhere on the page; null for none. */
  readonly files: readonly File[] | null;
  /** Called with the id of the task that was imported, when recipes can name it. */
  readonly onImported: (id: string) => void;
  readonly connect?: ConnectWorker<'tasks'>;
}

export function ImportData({ files, onImported, connect = workerLines.tasks }: ImportDataProps): ReactNode {
  const lab = useLab();
  const [session] = useState(() => importOf(lab, connect));
  useEffect(() => {
    if (files !== null && files.length > 0) void session.take(ownFiles(files));
  }, [session, files]);
  return (
    <ImportContext value={session}>
      <section className="import-data" aria-labelledby="import-title">
        <h3 id="import-title">Import your own data</h3>
        <ImportStage onImported={onImported} />
      </section>
    </ImportContext>
  );
}

function ImportStage({ onImported }: Pick<ImportDataProps, 'onImported'>): ReactNode {
  const preview = useImport((state) => state.preview);
  const isDone = useImport((state) => state.outcome !== null);
  if (isDone) return <Imported />;
  if (preview === null)
    return (
      <>
        <ChooseFiles />
        <ImportProgress />
      </>
    );
  return preview.kind === 'tables' ? (
    <TablesForm tables={preview} onImported={onImported} />
  ) : (
    <FolderForm onImported={onImported} />
  );
}

/** What comes next is read from its heading on. */
function StageHeading({ children }: { readonly children: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h4 ref={heading} tabIndex={-1} className="import-stage">
      {children}
    </h4>
  );
}

function TablesForm({
  tables,
  onImported,
}: Pick<ImportDataProps, 'onImported'> & { readonly tables: TablesOf }): ReactNode {
  return (
    <ImportForm onImported={onImported}>
      <StageHeading>What is in it</StageHeading>
      <ul className="quiet">
        {tables.tables.map(({ name, bytes, encoding, columns }) => (
          <li key={name} className="wrap">
            {name}: {columns.length} columns, {sizeText(bytes)}, {encoding}
          </li>
        ))}
      </ul>
      <ProblemAt place="files" />
      <ColumnFields tables={tables} />
      <SplitFields tables={tables} />
      <ClassFields />
      <TemplateField />
      <RowPreview tables={tables} />
      <RowSwitches />
      <NameFields />
    </ImportForm>
  );
}

const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

function FolderForm({ onImported }: Pick<ImportDataProps, 'onImported'>): ReactNode {
  const entry = useImport(({ preview }) => (preview?.kind === 'task' ? preview.entry : null));
  if (entry === null) return null;
  const { train, dev, test } = entry.rows;
  return (
    <ImportForm onImported={onImported}>
      <StageHeading>A task folder: {entry.name}</StageHeading>
      <p className="wrap">
        {entry.family} · {entry.labels.length} classes: {entry.labels.join(', ')} · {train} / {dev} / {test}{' '}
        rows (train / dev / test) · template <code>{entry.template}</code>
      </p>
      <p className="quiet wrap">
        {entry.source} · {entry.licence}
      </p>
    </ImportForm>
  );
}

interface ImportFormProps extends Pick<ImportDataProps, 'onImported'> {
  readonly children: ReactNode;
}

function ImportForm({ onImported, children }: ImportFormProps): ReactNode {
  const session = useImportSession();
  const importing = useImport((state) => state.work === 'import');
  const start = async (): Promise<void> => {
    const id = await session.import();
    if (id !== null) onImported(id);
  };
  return (
    <form
      className="import-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!importing) void start();
      }}
    >
      {children}
      <ProblemAt place="end" />
      <ImportProgress />
      <div className="import-actions">
        <button type="submit" className="primary" disabled={importing}>
          Import
        </button>
        <button type="button" onClick={() => session.reset()}>
          Choose other files
        </button>
      </div>
    </form>
  );
}

function Imported(): ReactNode {
  const lab = useLab();
  const session = useImportSession();
  const outcome = useImport((state) => state.outcome);
  if (outcome === null) return null;
  const { id, entry, report } = outcome;
  const { train, dev, test } = entry.rows;
  return (
    <div className="import-form">
      <StageHeading>Imported as {id}</StageHeading>
      <p>
        {train} rows to train on, {dev} to choose the best step on, {test} to test on.
      </p>
      {report !== null && <ImportReportView report={report} />}
      <div className="import-actions">
        <button
          type="button"
          className="primary"
          onClick={() => {
            changeDraft(lab.draft, { task: id });
            location.hash = '#/train';
          }}
        >
          Train on it
        </button>
        <button type="button" onClick={() => session.reset()}>
          Import another
        </button>
      </div>
    </div>
  );
}
