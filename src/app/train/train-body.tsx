/** The stage of the run shown, and the band with its curves and its number below. */
import type { ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import { useDraft, usePage, useRun, useShelf } from '../lab-context.tsx';
import { onDemandBytes } from '../library/shelf.ts';
import { BandCurve } from '../stage/band-curve.tsx';
import { BigNumber } from '../stage/big-number.tsx';
import { Stage } from '../stage/stage.tsx';
import { earlierName } from '../figures/curve-of-run.ts';

export function TrainBody({ isStale }: { readonly isStale: boolean }): ReactNode {
  const hasRun = useRun((state) => state.recipe !== null);
  if (!hasRun) return <NothingYet />;
  return (
    <>
      <Stage isStale={isStale} />
      <div className={`band ${isStale ? 'is-stale' : ''}`}>
        <div className="band-curves" data-part="curves">
          <BandCurve metric="loss" />
          <BandCurve metric="accuracy" />
          <BandKey />
        </div>
        <BigNumber />
      </div>
    </>
  );
}

function BandKey(): ReactNode {
  const rows = useRun((state) => state.rows?.dev ?? null);
  const seed = useRun((state) => state.recipe?.seed ?? 0);
  const earlier = useRun((state) => state.earlier);
  const run = useRun((state) => state.recipe);
  return (
    <p className="band-key quiet talk-hides">
      <span>
        line: batches, mean of 20 · ○ {rows ?? ''} dev rows · seed {seed}
        {run !== null && earlier.map((other) => ` · pale: ${earlierName(other, { recipe: run })}`)}
      </span>
      <span>drag ● and the stage shows that step</span>
    </p>
  );
}

/** Before there is a run: what is missing, and what brings it. */
function NothingYet(): ReactNode {
  const recorded = usePage((state) => state.recorded);
  const plm = useDraft((state) => state.draft.plm);
  const bytes = useShelf((shelf) => onDemandBytes(shelf, plm));
  return (
    <section className="stage panel stage-empty">
      <p className="quiet">
        {recorded === 'loading'
          ? 'Looking for a recorded run…'
          : 'No recorded run ships for this PLM and task. Train it live: the time it takes is told after the first steps.'}
        {recorded !== 'loading' &&
          bytes !== null &&
          ` ${plm} is downloaded when it is first used: ${size(bytes)}.`}
      </p>
    </section>
  );
}
