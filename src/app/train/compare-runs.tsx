/** The run shown beside those before it, named by what differs: what each came to. */
import type { ReactNode } from 'react';
import { formatShare } from '../../views/table-twin.ts';
import { earlierName } from '../figures/curve-of-run.ts';
import { useRun } from '../lab-context.tsx';
import { bestOf } from '../run/run-state.ts';

export function CompareRuns(): ReactNode {
  const recipe = useRun((state) => state.recipe);
  const earlier = useRun((state) => state.earlier);
  const dev = useRun((state) => state.dev);
  const result = useRun((state) => state.result);
  if (recipe === null || earlier.length === 0) return null;
  const runs = [
    { id: 'this', name: 'this run', seed: recipe.seed, dev, result },
    ...earlier.map((run) => ({
      id: run.id,
      name: earlierName(run, { recipe }),
      seed: run.recipe.seed,
      dev: run.dev,
      result: run.result,
    })),
  ];
  return (
    <section className="figure figure-wide" aria-labelledby="compare-title">
      <h3 id="compare-title">What do the runs on the curves differ in?</h3>
      <table className="result-table">
        <thead>
          <tr>
            <th scope="col">run</th>
            <th scope="col">seed</th>
            <th scope="col">best dev</th>
            <th scope="col">at step</th>
            <th scope="col">test</th>
            <th scope="col">ms a step</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const best = bestOf(run.dev);
            return (
              <tr key={run.id}>
                <th scope="row">{run.name}</th>
                <td>{run.seed}</td>
                <td>{formatShare(best?.accuracy ?? null)}</td>
                <td>{best?.step ?? '—'}</td>
                <td>{formatShare(run.result?.test ?? null)}</td>
                <td>{run.result === null ? '—' : run.result.stepMs.toFixed(0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="quiet">One seed a run: a difference of a few points may be the seed’s.</p>
    </section>
  );
}
