/** The head of the sweep shown: where it comes from, what can be done with it, how far it is. */
import { useRef, type ReactNode } from 'react';
import type { SweepRecord } from '../../experiment/sweep-record.ts';
import { saveFile } from '../figures/save-file.ts';
import { useDraft, useLab, useSweep } from '../lab-context.tsx';
import { duration } from '../train/run-words.ts';
import type { SweepChoice } from '../sweep/sweep-lab.ts';
import { isSweeping, type SweepState } from '../sweep/sweep-state.ts';

/** PLMs of the published matrices, as their file names them. */
const PUBLISHED: readonly (readonly [string, string])[] = [
  ['Roberta', 'RoBERTa-base'],
  ['RobertaLarge', 'RoBERTa-large'],
  ['T5', 'T5-base'],
  ['T5Small', 'T5-small'],
];

const ORIGIN_WORDS: Readonly<Record<SweepState['origin'], string>> = {
  none: 'no sweep yet',
  recorded: 'recorded sweep',
  published: 'published matrix',
  saved: 'from an earlier visit',
  file: 'from a file',
  live: 'live',
};

const STATUS_WORDS: Readonly<Record<SweepState['status'], string>> = {
  idle: '',
  starting: 'starting',
  running: 'running',
  paused: 'paused',
  stopping: 'stopping',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};

export function SweepHead(): ReactNode {
  const lab = useLab();
  const origin = useSweep((state) => state.origin);
  const status = useSweep((state) => state.status);
  const words = [ORIGIN_WORDS[origin], STATUS_WORDS[status]].filter((text) => text !== '').join(' · ');
  return (
    <section className="run-head sweep-head" aria-labelledby="sweep-title">
      <div className="run-title">
        <p className={`tag tag-${origin === 'recorded' || origin === 'published' ? 'recorded' : status}`}>
          {words}
        </p>
        <h1 id="sweep-title">Does the soft prompt of one task help another, and why?</h1>
        <Provenance />
      </div>
      <div className="controls">
        <SweepControls />
        <button type="button" onClick={() => lab.sweeps.startShort('lab-tiny')} disabled={isSweeping(status)}>
          Live in about two minutes
        </button>
        <Files />
      </div>
      <SweepProgress />
      <SweepBanners />
      <div className="sweep-choices">
        <Chooser />
        <StartChoice />
      </div>
    </section>
  );
}

function Provenance(): ReactNode {
  const report = useSweep((state) => state.report);
  if (report === null) return <p className="quiet">Loading…</p>;
  return (
    <p className="quiet provenance">
      {report.plm}, {report.tasks.length} tasks, {report.done} of {report.total} cells · made by{' '}
      <code>{report.madeBy}</code> · {report.engine}
    </p>
  );
}

function openCells(record: SweepRecord | null, total: number): number {
  if (record === null) return 0;
  const done = Object.values(record.cells).filter(({ kind }) => kind !== 'failed').length;
  return Math.max(0, total - done);
}

function SweepControls(): ReactNode {
  const { sweeps } = useLab();
  const status = useSweep((state) => state.status);
  const left = useSweep((state) => openCells(state.record, state.report?.total ?? 0));
  if (status === 'running')
    return (
      <>
        <button type="button" onClick={() => sweeps.pause()}>
          Pause
        </button>
        <button type="button" onClick={() => sweeps.stop()}>
          Stop
        </button>
      </>
    );
  if (status === 'paused')
    return (
      <>
        <button type="button" className="primary" onClick={() => sweeps.resume()}>
          Go on
        </button>
        <button type="button" onClick={() => sweeps.stop()}>
          Stop
        </button>
      </>
    );
  if (isSweeping(status))
    return (
      <button type="button" onClick={() => sweeps.stop()} disabled={status === 'stopping'}>
        Stop
      </button>
    );
  return left === 0 ? null : (
    <button type="button" className="primary" onClick={() => sweeps.resume()}>
      Go on: {left} {left === 1 ? 'cell' : 'cells'} left
    </button>
  );
}

function Files(): ReactNode {
  const { sweeps } = useLab();
  const input = useRef<HTMLInputElement>(null);
  const has = useSweep((state) => state.record !== null);
  const busy = useSweep((state) => isSweeping(state.status));
  const save = async (): Promise<void> => {
    const file = await sweeps.file();
    if (file !== null) saveFile(file.name, 'application/zip', file.bytes);
  };
  return (
    <>
      <button type="button" onClick={() => void save()} disabled={!has}>
        Save as a file
      </button>
      <button type="button" onClick={() => input.current?.click()} disabled={busy}>
        Open a file
      </button>
      <input
        ref={input}
        type="file"
        accept=".plab"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Experiment file of a sweep"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void sweeps.openFile(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

function progressText({ progress, phase }: SweepState): string {
  if (phase !== null) {
    const amount =
      phase.unit === 'bytes'
        ? `${(phase.done / 1e6).toFixed(1)} of ${((phase.total ?? 0) / 1e6).toFixed(1)} MB`
        : `program ${String(phase.done)}`;
    return `${phase.phase}: ${amount} · ${phase.detail}`;
  }
  if (progress === null) return 'Starting the worker…';
  const { cellsDone, cellsTotal, doing, done, total, secondsLeft } = progress;
  const left = secondsLeft === null ? '' : ` · about ${duration(secondsLeft)} left`;
  return `${String(cellsDone)} of ${String(cellsTotal)} cells · ${doing}, ${String(done)} of ${String(total)}${left}`;
}

function SweepProgress(): ReactNode {
  const active = useSweep((state) => isSweeping(state.status));
  const text = useSweep(progressText);
  const share = useSweep(({ progress }) =>
    progress === null || progress.cellsTotal === 0
      ? undefined
      : (progress.cellsDone + (progress.total === 0 ? 0 : progress.done / progress.total)) /
        progress.cellsTotal,
  );
  if (!active) return null;
  return (
    <div className="progress">
      <progress max={1} value={share} aria-label="Cells of the sweep" />
      <p className="progress-text">{text}</p>
    </div>
  );
}

function SweepBanners(): ReactNode {
  const { sweeps } = useLab();
  const error = useSweep((state) => state.error);
  const notice = useSweep((state) => state.notice);
  const storage = useSweep((state) => state.storageProblem);
  const record = useSweep((state) => state.record);
  const busy = useSweep((state) => isSweeping(state.status));
  const failed = Object.entries(record?.cells ?? {}).flatMap(([id, cell]) =>
    cell.kind === 'failed' ? [{ id, error: cell.error }] : [],
  );
  return (
    <>
      {notice !== null && <p className="banner">{notice}</p>}
      {error !== null && (
        <p className="banner banner-error" role="alert">
          {error.message} {error.remedy}
        </p>
      )}
      {storage !== null && (
        <p className="banner banner-warning">
          {storage.message} {storage.remedy}
        </p>
      )}
      {failed.length > 0 && (
        <details className="banner banner-warning">
          <summary>
            {failed.length} {failed.length === 1 ? 'cell' : 'cells'} could not be computed:{' '}
            {failed[0].error.message}
          </summary>
          <ul>
            {failed.map(({ id, error: why }) => (
              <li key={id}>
                {id}: {why.message} {why.remedy}
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="small"
            disabled={busy}
            onClick={() => void sweeps.drop(failed.map(({ id }) => id)).then(() => sweeps.resume())}
          >
            Compute them again
          </button>
        </details>
      )}
    </>
  );
}

function Chooser(): ReactNode {
  const { sweeps } = useLab();
  const choice = useSweep((state) => state.choice);
  const saved = useSweep((state) => state.saved);
  const id = useSweep((state) => state.id);
  const busy = useSweep((state) => isSweeping(state.status));
  const models = useDraft((state) => state.models);
  return (
    <div className="field field-inline sweep-choice">
      <label htmlFor="sweep-choice">Sweep shown</label>
      <select
        id="sweep-choice"
        value={choice}
        disabled={busy}
        onChange={(event) => void sweeps.show(event.target.value as SweepChoice)}
      >
        {choice === '' && <option value="">from a file</option>}
        <optgroup label="Recorded, ship with the lab">
          {models.map(({ name }) => (
            <option key={name} value={`recorded:${name}`}>
              {name}
            </option>
          ))}
        </optgroup>
        {(saved.length > 0 || choice.startsWith('saved:')) && (
          <optgroup label="On this device">
            {saved.map((head) => (
              <option key={head.id} value={`saved:${head.id}`}>
                {head.plm}, {head.tasks.length} tasks, {head.cells} cells,{' '}
                {head.startedAt.slice(0, 16).replace('T', ' ')}
              </option>
            ))}
            {choice.startsWith('saved:') && !saved.some((head) => `saved:${head.id}` === choice) && (
              <option value={choice}>the one under way</option>
            )}
          </optgroup>
        )}
        <optgroup label="Published by Su et al. 2022">
          {PUBLISHED.map(([plm, name]) => (
            <option key={plm} value={`published:${plm}`}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
      {id !== null && !busy && (
        <button type="button" className="small" onClick={() => void sweeps.forget(id)}>
          Delete it from this device
        </button>
      )}
    </div>
  );
}

/** Where a sweep has prompts from a shared start and from starts of their own. */
function StartChoice(): ReactNode {
  const { sweeps } = useLab();
  const both = useSweep((state) => (state.recipe?.starts.length ?? 0) > 1);
  const start = useSweep((state) => state.start);
  if (!both) return null;
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={start === 'own'}
        onChange={(event) => sweeps.setStart(event.target.checked ? 'own' : 'shared')}
      />
      <span>Prompts that each began from an initial prompt of their own (control)</span>
    </label>
  );
}
