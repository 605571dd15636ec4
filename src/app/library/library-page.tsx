/** The Library place: what is on this device, how to bring more in, and how to get rid of it. */
import { useEffect, useId, useState, type DragEvent, type ReactNode } from 'react';
import type { ItemKind } from '../../storage/items.ts';
import { PageFooter } from '../shell/page-footer.tsx';
import { useLab, useLibrary } from '../lab-context.tsx';
import { renewShelf } from './shelf.ts';
import { BringExperiments } from './bring-experiments.tsx';
import { BringModels } from './bring-models.tsx';
import { BringVerbalizers } from './bring-verbalizers.tsx';
import { droppedFiles } from './dropped-files.ts';
import { ImportData } from './import-data/import-data.tsx';
import { ItemList } from './item-list.tsx';
import { LibraryBanners } from './library-banners.tsx';
import { searchItems } from './list-items.ts';
import { destinationOf } from './sort-files.ts';
import { PromptQuestion } from './prompt-question.tsx';
import { StorageBar } from './storage-bar.tsx';

interface SectionText {
  readonly kind: ItemKind;
  readonly title: string;
  readonly none: string;
}

const SECTIONS: readonly SectionText[] = [
  { kind: 'model', title: 'PLMs', none: 'None besides those that ship with the lab.' },
  { kind: 'task', title: 'Tasks', none: 'None of your own yet; the sample tasks are listed in Train.' },
  { kind: 'verbalizer', title: 'Verbalizers', none: 'None of your own yet.' },
  {
    kind: 'run',
    title: 'Runs and their prompts',
    none: 'None yet: a run is kept when it ends or is stopped.',
  },
  { kind: 'sweep', title: 'Sweeps', none: 'None yet: a sweep is kept from its first cell on.' },
];

export function LibraryPage(): ReactNode {
  const lab = useLab();
  const [over, setOver] = useState(false);
  const [rows, setRows] = useState<readonly File[] | null>(null);
  useEffect(() => void lab.library.refresh(), [lab]);
  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    setOver(false);
    const files = await droppedFiles(event.dataTransfer);
    const destination = await destinationOf(files);
    if (destination === 'data') setRows(files.map(({ path, blob }) => new File([blob], path)));
    else await lab.library.take(files, destination);
  };
  return (
    <div
      className={over ? 'library-page library-over' : 'library-page'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.target === event.currentTarget) setOver(false);
      }}
      onDrop={(event) => void drop(event)}
    >
      <h1>What is on this device</h1>
      <p className="quiet">
        PLMs, tasks, verbalizers, runs and sweeps stay in this browser. Drop files anywhere on this page:
        models, data, label words, prompts, experiment files.
      </p>
      <StorageBar />
      <LibraryBanners />
      <PromptQuestion />
      <Sections rows={rows} />
      <PageFooter />
    </div>
  );
}

function Sections({ rows }: { readonly rows: readonly File[] | null }): ReactNode {
  const lab = useLab();
  const id = useId();
  const [wanted, setWanted] = useState('');
  const items = useLibrary((state) => state.content?.items ?? null) ?? [];
  return (
    <>
      <div className="field library-search">
        <label htmlFor={id}>Search</label>
        <input
          id={id}
          type="text"
          autoComplete="off"
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      </div>
      {SECTIONS.map(({ kind, title, none }) => {
        const found = searchItems(items, kind, wanted);
        return (
          <section key={kind} className="library-section" aria-labelledby={`${id}-${kind}`}>
            <h2 id={`${id}-${kind}`}>
              {title} {found.length > 0 && <span className="quiet">{found.length}</span>}
            </h2>
            <ItemList items={found} none={wanted === '' ? none : 'None that the search finds.'} />
            {kind === 'model' && <BringModels />}
            {kind === 'verbalizer' && <BringVerbalizers />}
            {kind === 'run' && <BringExperiments />}
            {kind === 'task' && (
              <ImportData
                files={rows}
                onImported={() => void renewShelf(lab.shelf, lab.storage).then(() => lab.library.refresh())}
              />
            )}
          </section>
        );
      })}
    </>
  );
}
