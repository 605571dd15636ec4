/** The import of this lab, for components. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Lab } from '../../lab.ts';
import { renewShelf } from '../shelf.ts';
import type { ImportForm } from './import-form.ts';
import { ImportSession, type ImportState } from './import-session.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';

const sessions = new WeakMap<Lab, ImportSession>();

/** The one import of `lab`, made on first use. */
export function importOf(lab: Lab, connect: ConnectWorker<'tasks'>): ImportSession {
  const known = sessions.get(lab);
  if (known !== undefined) return known;
  const session = new ImportSession({
    connect,
    renew: () => renewShelf(lab.shelf, lab.storage),
    announce: (announcement) => lab.page.setState({ announcement }),
  });
  sessions.set(lab, session);
  return session;
}

export const ImportContext = createContext<ImportSession | null>(null);

export function useImportSession(): ImportSession {
  const session = useContext(ImportContext);
  if (session === null) throw new Error('No import around this component');
  return session;
}

export function useImport<T>(select: (state: ImportState) => T): T {
  return useStore(useImportSession().store, select);
}

/** The form and how to change it, where there is one. */
export function useForm(): readonly [ImportForm | null, (change: Partial<ImportForm>) => void] {
  const session = useImportSession();
  return [useImport((state) => state.form), (change) => void session.change(change)];
}
