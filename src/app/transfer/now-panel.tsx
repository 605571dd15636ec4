/** What the sweep computes at the moment; of a prompt in training, how the seeds before it learned. */
import { useMemo, type ReactNode } from 'react';
import { lossOfSeeds } from '../../views/transfer/loss-of-seeds.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useWidth } from '../figures/use-size.ts';
import { useSweep } from '../lab-context.tsx';
import { lossesOf, trainingNow } from './training-of-sweep.ts';

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
  const losses = useMemo(() => (record === null ? [] : lossesOf(record, start, task)), [record, start, task]);
  if (losses.length === 0)
    return <p className="quiet">Its first seed: the loss is drawn when that is trained.</p>;
  return (
    <>
      <p className="quiet">Dev loss of the seeds before</p>
      <div ref={attach} style={{ minHeight: HEIGHT }}>
        {width > 0 && <SvgView node={lossOfSeeds(losses, { width, height: HEIGHT })} />}
      </div>
    </>
  );
}
