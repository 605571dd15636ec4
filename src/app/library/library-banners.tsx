/** What went wrong, what went well, what can be taken back, and what is being done. */
import type { ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import type { LibraryEvent } from '../../protocol/library-protocol.ts';
import { useLab, useLibrary } from '../lab-context.tsx';

export function LibraryBanners(): ReactNode {
  return (
    <>
      <Failure />
      <Job />
      <Undo />
      <OnlyForGood />
      <Notice />
    </>
  );
}

function Failure(): ReactNode {
  const error = useLibrary((state) => state.error);
  if (error === null) return null;
  return (
    <div className="banner banner-error" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      <p>{error.remedy}</p>
    </div>
  );
}

function Notice(): ReactNode {
  const notice = useLibrary((state) => state.notice);
  return notice === null ? null : <p className="banner">{notice}</p>;
}

function Undo(): ReactNode {
  const { library } = useLab();
  const deleted = useLibrary((state) => state.deleted);
  if (deleted === null) return null;
  return (
    <div key={`${deleted.kind}/${deleted.id}`} className="banner library-undo">
      <p>
        <strong>{deleted.name}</strong> is deleted. Its room is given back when the lab opens next.
      </p>
      <div className="banner-actions">
        <button type="button" className="primary" autoFocus onClick={() => void library.undo()}>
          Undo
        </button>
        <button type="button" onClick={() => void library.empty()}>
          Give the room back now
        </button>
      </div>
    </div>
  );
}

function OnlyForGood(): ReactNode {
  const { library } = useLab();
  const item = useLibrary((state) => state.onlyForGood);
  if (item === null) return null;
  return (
    <div className="banner banner-warning" role="alert">
      <p>
        The storage is full: <strong>{item.name}</strong> can be deleted, but not put back afterwards.
      </p>
      <div className="banner-actions">
        <button type="button" className="primary" onClick={() => void library.deleteForGood(item)}>
          Delete it for good
        </button>
        <button type="button" onClick={() => library.keepAfterAll()}>
          Keep it
        </button>
      </div>
    </div>
  );
}

function Job(): ReactNode {
  const { library } = useLab();
  const job = useLibrary((state) => state.job);
  if (job === null) return null;
  const { progress } = job;
  const bar = progress?.kind === 'phase' && progress.total !== null ? progress : null;
  return (
    <div className="banner" aria-busy="true">
      <p>
        <strong>{job.title}</strong>
      </p>
      <progress
        aria-label={`Progress of ${job.title}`}
        max={bar?.total ?? 1}
        {...(bar === null ? {} : { value: bar.done })}
      />
      <p className="progress-text">{progress === null ? 'Starting…' : progressText(progress)}</p>
      <div className="banner-actions">
        <button type="button" onClick={() => library.cancel()}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function progressText(event: LibraryEvent): string {
  if (event.kind === 'waiting')
    return `Waiting ${Math.round(event.seconds)} s, then it goes on: ${event.why}. What came is kept.`;
  const { phase, done, total, detail } = event;
  return total === null ? `${phase}: ${detail}` : `${phase} ${size(done)} / ${size(total)}: ${detail}`;
}
