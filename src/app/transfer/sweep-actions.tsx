/** What can be done with the sweep shown; the primary button last. */
import { useRef, type ReactNode } from 'react';
import type { SweepRecord } from '../../experiment/sweep/sweep-record.ts';
import { useLab, useSweep } from '../lab-context.tsx';
import { isActive } from '../job/job-status.ts';

function openCells(record: SweepRecord | null, total: number): number {
  if (record === null) return 0;
  const done = Object.values(record.cells).filter(({ kind }) => kind !== 'failed').length;
  return Math.max(0, total - done);
}

export function SweepActions(): ReactNode {
  const active = useSweep((state) => isActive(state.status));
  return active ? <UnderWay /> : <Idle />;
}

function UnderWay(): ReactNode {
  const { sweeps } = useLab();
  const status = useSweep((state) => state.status);
  return (
    <>
      <button type="button" onClick={() => sweeps.stop()} disabled={status === 'stopping'}>
        Stop
      </button>
      {status === 'running' && (
        <button type="button" className="primary" aria-keyshortcuts="Space" onClick={() => sweeps.pause()}>
          <span aria-hidden="true">❚❚</span> Pause
        </button>
      )}
      {status === 'paused' && (
        <button type="button" className="primary" aria-keyshortcuts="Space" onClick={() => sweeps.resume()}>
          <span aria-hidden="true">▶</span> Go on
        </button>
      )}
    </>
  );
}

function Idle(): ReactNode {
  const { sweeps } = useLab();
  const left = useSweep((state) => openCells(state.record, state.report?.total ?? 0));
  // It ended before its first cell, for instance while it loaded; of a recorded one the report comes first.
  const restart = useSweep(
    ({ record, recipe, origin }) => record === null && recipe !== null && origin !== 'recorded',
  );
  const canGoOn = restart || left > 0;
  return (
    <>
      <OpenFile />
      <button
        type="button"
        className={canGoOn ? '' : 'primary'}
        onClick={() => sweeps.startShort('lab-tiny')}
      >
        <span aria-hidden="true">▶</span> Run a small one live <small>about 2 min</small>
      </button>
      {canGoOn && (
        <button type="button" className="primary" onClick={() => sweeps.resume()}>
          {restart ? 'Try again' : `Go on: ${String(left)} ${left === 1 ? 'cell' : 'cells'} left`}
        </button>
      )}
    </>
  );
}

function OpenFile(): ReactNode {
  const { sweeps } = useLab();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        Open a file
      </button>
      <input
        ref={input}
        type="file"
        accept=".plab"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Experiment files of a sweep"
        onChange={(event) => {
          const files = Array.from(event.target.files ?? []);
          if (files.length > 0) void sweeps.openFiles(files);
          event.target.value = '';
        }}
      />
    </>
  );
}
