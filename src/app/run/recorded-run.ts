/** The recorded runs that ship with the page, one a PLM and task. */
import { readRunRecord } from '../../experiment/run-record-json.ts';
import { findTask } from '../../data/task-catalogue.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import { runOfRecord } from './run-of-record.ts';
import type { RunState } from './run-state.ts';

export type FetchText = (path: string) => Promise<string | null>;

/** The text at `path` beside the page, or null where there is none (a server may answer with the page itself). */
export async function fetchText(path: string): Promise<string | null> {
  return (await fetchFile(path))?.text() ?? null;
}

/** As `fetchText`, for what is no text. */
export async function fetchBytes(path: string): Promise<Uint8Array | null> {
  return (await fetchFile(path))?.bytes() ?? null;
}

async function fetchFile(path: string): Promise<Response | null> {
  const response = await fetch(new URL(path, document.baseURI)).catch(() => null);
  if (response?.ok !== true) return null;
  return response.headers.get('content-type')?.includes('text/html') === true ? null : response;
}

/** The recorded run of `plm` on `task`, or null where there is none that can be read. */
export async function loadRecordedRun(plm: string, task: string, read: FetchText): Promise<RunState | null> {
  const file = `recorded/${encodeURIComponent(plm)}-${encodeURIComponent(task)}.json`;
  const text = await read(file);
  if (text === null) return null;
  let record: RunRecord;
  try {
    record = readRunRecord(text, file);
  } catch {
    // Of another version: as good as none, and the empty state says what to do.
    return null;
  }
  return runOfRecord(record, {
    id: file,
    origin: 'recorded',
    seconds: record.result?.seconds ?? 0,
    rows: findTask(record.recipe.task)?.rows ?? null,
    checkpointStep: null,
  });
}
