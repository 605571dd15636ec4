/** A text of one's own: what the PLM answers with the template alone and with the soft prompt as it stands. */
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { promptOf } from '../../experiment/artefacts.ts';
import { toErrorData } from '../../errors/lab-error.ts';
import type { ExamplePrediction } from '../../experiment/run-record.ts';
import { ExampleRow } from '../figures/examples-figure.tsx';
import type { Lab } from '../lab.ts';
import { useLab, useRun } from '../lab-context.tsx';

const MOST_SHOWN = 5;

/** A live run answers with its prompt as it stands; any other with the prompt that was kept of it. */
async function askPrompt(lab: Lab, a: string, b: string | null): Promise<ExamplePrediction> {
  const { origin, recipe, artefacts } = lab.run.getState();
  const prompt = promptOf(artefacts);
  if (origin === 'live' || recipe === null || prompt === null) return lab.client.predict(a, b);
  return lab.client.predictWith(recipe, prompt.values, a, b);
}

export function TryText(): ReactNode {
  const lab = useLab();
  const id = useId();
  const [a, setA] = useState('');
  const [b, setB] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [answers, setAnswers] = useState<readonly ExamplePrediction[]>([]);
  const labels = useRun((state) => state.labels);
  const needsB = useRun((state) => state.recipe?.template.includes('{b}') ?? false);
  const status = useRun((state) => state.status);
  const live = useRun((state) => state.origin === 'live');
  const kept = useRun((state) => promptOf(state.artefacts) !== null && state.recipe !== null);
  const ready = live ? status !== 'starting' && status !== 'failed' : kept;

  const ask = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await askPrompt(lab, a.trim(), needsB ? b.trim() : null);
      setAnswers((before) => [answer, ...before].slice(0, MOST_SHOWN));
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown);
      setProblem(`${message} ${remedy}`);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!ready || busy) return;
    if (a.trim() === '' || (needsB && b.trim() === '')) setProblem('Write a text first.');
    else void ask();
  };

  return (
    <section className="figure figure-wide try" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>What does it say to a text of yours?</h3>
      <form onSubmit={submit}>
        <label htmlFor={`${id}-a`}>{needsB ? 'First text {a}' : 'Text'}</label>
        <textarea
          id={`${id}-a`}
          rows={2}
          value={a}
          maxLength={5000}
          aria-describedby={`${id}-note`}
          onChange={({ target }) => setA(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey) submit(event);
          }}
        />
        {needsB && (
          <>
            <label htmlFor={`${id}-b`}>Second text {'{b}'}</label>
            <textarea
              id={`${id}-b`}
              rows={2}
              value={b}
              maxLength={5000}
              onChange={({ target }) => setB(target.value)}
            />
          </>
        )}
        <div className="try-actions">
          <button type="submit" className="primary" disabled={!ready || busy}>
            {busy ? 'Asking…' : 'Ask'}
          </button>
          <p className="quiet" id={`${id}-note`}>
            {ready
              ? 'Nothing that you type leaves this device.'
              : 'There is no prompt to ask yet: train it live first.'}
          </p>
        </div>
      </form>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <ol className="examples" aria-label="Answers">
        {answers.map((answer, i) => (
          <ExampleRow key={answers.length - i} row={answer} labels={labels} />
        ))}
      </ol>
    </section>
  );
}
