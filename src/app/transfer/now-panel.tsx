/** What the sweep computes at the moment; of a prompt in training, how it and the seeds before it learn. */
import { useMemo, type ReactNode } from 'react';
import { lossOfSeeds } from '../../views/transfer/loss-of-seeds.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useWidth } from '../figures/use-size.ts';
import { useSweep } from '../lab-context.tsx';
import { lossesOf, trainingNow, withNow } from './training-of-sweep.ts';

const HEIGHT = 120;

export function NowPanel(): ReactNode {
  const title = useSweep(({ recipe, start, progress }) => {
    const now = recipe === null ? null : trainingNow(recipe, start, progress);
    if (now !== null) return `Now: ${now.task}, seed ${String(now.seed)}`;
    return progress === null ? 'Now: getting ready' : `Now: ${progress.doing}`;
  });
  const facts = useSweep(({ recipe, start, progress }) => {
    if (progress === null) return '';
    const now = recipe === null ? null : trainingNow(recipe, start, progress);
    const unit = now === null ? '' : 'step ';
    return `${unit}${String(progress.done)} of ${String(progress.total)}`;
  });
  const task = useSweep(({ recipe, start, progress }) =>
    recipe === null ? null : (trainingNow(recipe, start, progress)?.task ?? null),
  );
  return (
    <section className="panel transfer-pair" aria-labelledby="transfer-now-title">
      <div className="panel-head">
        <h2 id="transfer-now-title">{title}</h2>
        <p className="quiet">{facts}</p>
      </div>
      {task === null ? (
        <p className="quiet">
          First the prompts of a seed are trained, each in its framed cell; then the columns fill, a prompt on
          every task.
        </p>
      ) : (
        <LossOfTask task={task} />
      )}
    </section>
  );
}

function LossOfTask({ task }: { readonly task: string }): ReactNode {
  const [attach, width] = useWidth();
  const record = useSweep((state) => state.record);
  const start = useSweep((state) => state.start);
  const now = useSweep((state) => state.lossesNow);
  const losses = useMemo(
    () => (record === null ? [] : withNow(lossesOf(record, start, task), now)),
    [record, start, task, now],
  );
  if (losses.length === 0) return <p className="quiet">Its loss comes with the first steps.</p>;
  return (
    <>
      <p className="quiet">Loss on training rows; of the seeds before, pale, on dev rows</p>
      <div ref={attach} style={{ minHeight: HEIGHT }}>
        {width > 0 && <SvgView node={lossOfSeeds(losses, { width, height: HEIGHT })} />}
      </div>
    </>
  );
}
