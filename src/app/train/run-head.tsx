/** The head of the run shown: where it comes from, its numbers of the moment, controls, progress. */
import { useState, type ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import { formatShare, formatValue } from '../../views/table-twin.ts';
import { FindingSentence } from '../controls/finding.tsx';
import { useDraft, useRun, usePage, useShelf } from '../lab-context.tsx';
import { onDemandBytes } from '../library/shelf.ts';
import { bestOf, type RunState } from '../run/run-state.ts';
import { LiveText } from '../live-text.tsx';
import { findingSelector, testInterval } from './finding-of-run.ts';
import { RunControls } from './run-controls.tsx';
import { RunProgress } from './run-progress.tsx';
import { startedText, stepTime } from './run-words.ts';

export function RunHead(): ReactNode {
  return (
    <section className="run-head" aria-labelledby="run-title">
      <RunFinding />
      <div className="run-title">
        <Origin />
        <h2 id="run-title">
          <RunTitle />
        </h2>
        <Provenance />
      </div>
      <RunControls />
      <RunProgress />
      <dl className="gauges">
        <Gauge name="step" read={stepText} />
        <Gauge name="loss, smoothed" read={lossText} />
        <Gauge name="best dev" read={bestText} />
        <Gauge name="test, once at the end" read={testText} />
        <Gauge name="a step takes" read={stepTime} />
      </dl>
    </section>
  );
}

function Gauge({
  name,
  read,
}: {
  readonly name: string;
  readonly read: (run: RunState) => string;
}): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <LiveText read={read} />
      </dd>
    </div>
  );
}

function stepText({ series, recipe }: RunState): string {
  return recipe === null ? '—' : `${series.lastStep} / ${recipe.training.steps}`;
}

function lossText({ series }: RunState): string {
  return series.length === 0 ? '—' : formatValue(series.smoothed('loss')[series.length - 1]);
}

function bestText({ dev }: RunState): string {
  return formatShare(bestOf(dev)?.accuracy ?? null);
}

function testText(run: RunState): string {
  const { result, rows } = run;
  if (result === null) return '—';
  const interval = testInterval(run);
  if (interval === null || rows === null) return formatShare(result.test);
  const [low, high] = [interval.low, interval.high].map((share) => (100 * share).toFixed(1));
  return `${formatShare(result.test)} [${low}, ${high}] n = ${rows.test}`;
}

function RunFinding(): ReactNode {
  const [select] = useState(findingSelector);
  return <FindingSentence finding={useRun(select)} of="place" />;
}

const STATUS_WORDS: Readonly<Record<RunState['status'], string>> = {
  idle: 'no run yet',
  starting: 'starting',
  running: 'live',
  paused: 'paused',
  stopping: 'stopping',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};

const ORIGIN_WORDS: Partial<Record<RunState['origin'], string>> = {
  restored: ' · from your last visit',
  opened: ' · opened from the library',
};

function Origin(): ReactNode {
  const origin = useRun((state) => state.origin);
  const status = useRun((state) => state.status);
  if (origin === 'recorded') return <p className="tag tag-recorded">recorded run</p>;
  const words = `${STATUS_WORDS[status]}${ORIGIN_WORDS[origin] ?? ''}`;
  return <p className={`tag tag-${status}`}>{words}</p>;
}

function RunTitle(): ReactNode {
  const recipe = useRun((state) => state.recipe);
  if (recipe === null) return 'Nothing is trained yet';
  return (
    <>
      {recipe.promptLength} soft tokens on <em>{recipe.task}</em>, {recipe.plm} frozen
    </>
  );
}

function Provenance(): ReactNode {
  const origin = useRun((state) => state.origin);
  const startedAt = useRun((state) => state.startedAt);
  const madeBy = useRun((state) => state.madeBy);
  const engine = useRun((state) => state.engine);
  const recorded = usePage((state) => state.recorded);
  if (origin === 'none') {
    return recorded === 'loading' ? <p className="quiet">Looking for a recorded run…</p> : <NoneRecorded />;
  }
  const on = engine === null ? '' : ` · ${engine.engine} on ${engine.device}`;
  return (
    <p className="quiet provenance">
      {origin === 'recorded' ? <>Made by </> : null}
      {origin === 'recorded' ? <code>{madeBy}</code> : madeBy}
      {startedAt !== '' && ` · ${startedText(startedAt)}`}
      {on}
    </p>
  );
}

function NoneRecorded(): ReactNode {
  const plm = useDraft((state) => state.draft.plm);
  const bytes = useShelf((shelf) => onDemandBytes(shelf, plm));
  return (
    <p className="quiet">
      No recorded run ships for this PLM and task. Train it live: the time it takes is told after the first
      steps.
      {bytes !== null && ` ${plm} is downloaded when it is first used: ${size(bytes)}.`}
    </p>
  );
}
