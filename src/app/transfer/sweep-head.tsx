/** The head of the sweep shown: where it comes from, what can be done with it, how far it is. */
import { useRef, type ReactNode } from 'react';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { saveFile } from '../figures/save-file.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';
import type { SweepState } from '../sweep/sweep-state.ts';
import { StartChoice, SweepChooser } from './sweep-chooser.tsx';
import { SweepBanners, SweepProgress } from './sweep-progress.tsx';

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
        <h2 id="sweep-title">Does the soft prompt of one task help another, and why?</h2>
        <Provenance />
      </div>
      <div className="controls">
        <SweepControls />
        <button type="button" onClick={() => lab.sweeps.startShort('lab-tiny')} disabled={isActive(status)}>
          Run a small one live: two minutes
        </button>
        <Files />
      </div>
      <SweepProgress />
      <SweepBanners />
      <div className="sweep-choices">
        <SweepChooser />
        <StartChoice />
      </div>
    </section>
  );
}

/** Who made it stands with the numbers, below. */
function Provenance(): ReactNode {
  const words = useSweep(({ report, origin, recipe, record, status }) => {
    if (report !== null)
      return `${report.plm}, ${String(report.tasks.length)} tasks, ${String(report.done)} of ${String(report.total)} cells`;
    if (recipe !== null)
      return `${recipe.plm}, ${String(recipe.tasks.length)} tasks, ${record === null ? 'no cell yet' : `reading ${String(Object.keys(record.cells).length)} cells`}`;
    return origin === 'none' && status === 'idle' ? 'Loading…' : '';
  });
  return <p className="quiet">{words}</p>;
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
  // It ended before its first cell, for instance while it loaded.
  const restart = useSweep((state) => state.record === null && state.recipe !== null);
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
  if (isActive(status))
    return (
      <button type="button" onClick={() => sweeps.stop()} disabled={status === 'stopping'}>
        Stop
      </button>
    );
  if (restart)
    return (
      <button type="button" className="primary" onClick={() => sweeps.resume()}>
        Try again
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
  const busy = useSweep((state) => isActive(state.status));
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
