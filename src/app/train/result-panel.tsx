/** What the run came to, beside what no training reaches. Accuracies with their number of rows. */
import type { ReactNode } from 'react';
import { BASELINE_LABELS, BASELINE_NAMES, baselineNamed } from '../../experiment/baselines.ts';
import { wordWeightsOf } from '../../experiment/artefacts.ts';
import { wordShares } from '../../experiment/word-shares.ts';
import { formatShare } from '../../views/table-twin.ts';
import { bestUntrained } from '../../views/train/untrained.ts';
import { useRun } from '../lab-context.tsx';
import { duration } from './run-words.ts';

interface ResultRow {
  readonly name: string;
  readonly key: 'prompted' | 'plain';
  readonly dev: number | null;
  readonly test: number | null;
}

export function ResultPanel(): ReactNode {
  const dev = useRun((state) => state.dev);
  const bestStep = useRun((state) => state.bestStep);
  const baselines = useRun((state) => state.baselines);
  const result = useRun((state) => state.result);
  const rows = useRun((state) => state.rows);
  const seed = useRun((state) => state.recipe?.seed ?? 0);
  const bestPoint = dev.find(({ step }) => step === bestStep);
  if (bestPoint === undefined && baselines.length === 0) return null;
  const prompt: ResultRow = {
    name: bestStep === null ? 'soft prompt' : `soft prompt, step ${bestStep}`,
    key: 'prompted',
    dev: result?.dev ?? bestPoint?.accuracy ?? null,
    test: result?.test ?? null,
  };
  const others = BASELINE_NAMES.flatMap((name): readonly ResultRow[] => {
    const baseline = baselineNamed(baselines, name);
    return baseline === null ? [] : [{ ...baseline, name: BASELINE_LABELS[name], key: 'plain' }];
  });
  const best = bestUntrained(baselines, 'test');
  const gain = result === null || best === null ? null : Math.round((result.test - best.at) * 1000) / 10;
  return (
    <section className="figure figure-wide result" aria-labelledby="result-title">
      <h3 id="result-title">
        {result === null ? 'What has the prompt gained so far?' : 'What did the prompt gain?'}
        {gain !== null && (
          <span className="gain">
            {gain >= 0 ? '+' : '−'}
            {Math.abs(gain).toFixed(1)} points on test over {best?.name}
          </span>
        )}
      </h3>
      <table className="result-table">
        <thead>
          <tr>
            <th scope="col">accuracy</th>
            <th scope="col">dev{rows !== null && <small> n = {rows.dev}</small>}</th>
            <th scope="col">test{rows !== null && <small> n = {rows.test}</small>}</th>
          </tr>
        </thead>
        <tbody>
          {[prompt, ...others].map((row) => (
            <tr key={row.name} className={`result-${row.key}`}>
              <th scope="row">{row.name}</th>
              <ShareCell share={row.dev} ink={row.key} />
              <ShareCell share={row.test} ink={row.key} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {result === null
          ? 'Test rows are looked at once, at the end, with the prompt of the best dev step.'
          : `Test rows were looked at once, with the prompt of the best dev step. ${duration(result.seconds)} of training, ${result.stepMs.toFixed(1)} ms a step, compiled in ${duration(result.compileMs / 1000)}.`}{' '}
        1 seed ({seed}).
      </p>
      <WordShares />
    </section>
  );
}

/** Words of a class that are shown, the heaviest first; lists have hundreds. */
const MOST_WORDS = 8;

/** Where the label words' weights were trained along: what share of its class each has. */
function WordShares(): ReactNode {
  const artefacts = useRun((state) => state.artefacts);
  const recipe = useRun((state) => state.recipe);
  const labels = useRun((state) => state.labels);
  const weights = wordWeightsOf(artefacts);
  const shares = recipe === null || weights === null ? null : wordShares(recipe.labelWords, weights);
  if (shares === null) return null;
  return (
    <table className="result-table">
      <caption>Learned share of each label word in its class</caption>
      <tbody>
        {shares.map((words, c) => (
          <tr key={labels[c]}>
            <th scope="row">{labels[c]}</th>
            <td>
              {words
                .slice(0, MOST_WORDS)
                .map(({ word, share }) => `${word} ${formatShare(share)}`)
                .join(', ')}
              {words.length > MOST_WORDS && `, and ${words.length - MOST_WORDS} more`}
              {`; alike each would have ${formatShare(1 / words.length)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ShareCell({ share, ink }: { readonly share: number | null; readonly ink: string }): ReactNode {
  return (
    <td>
      <span className="share">{formatShare(share)}</span>
      <svg className="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" className="share-room" />
        <rect width={(share ?? 0) * 100} height="4" className={`share-${ink}`} />
      </svg>
    </td>
  );
}
