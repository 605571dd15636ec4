/** One's sentence: how it is sorted with one word a class and now, and which words carry that. */
import { useId, type ReactNode } from 'react';
import { contributionBars } from '../../views/words/contribution-bars.ts';
import { contributionsFacts, type ClassContribution } from '../../views/words/contributions.ts';
import { templateParts } from '../../views/stage/template-parts.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize } from '../figures/use-size.ts';
import { Glossed } from '../glossary/term.tsx';
import { useTheme } from '../figures/use-theme.ts';
import { useContributions, type SentenceContributions } from './use-contributions.ts';
import { useIsBeside } from './use-is-beside.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import type { OwnSentence, ShownRun } from './words-lab-types.ts';
import { useWords, useWordsLab } from './words-lab-context.ts';
import { useWordsShown, type WordsReading } from './words-reading.ts';

const LONGEST = 5000;
/** Characters of a sample that are offered by its beginning. */
const SAMPLE = 48;
/** Rows that are offered as samples. */
const SAMPLES = 2;

export function OwnSentencePanel(): ReactNode {
  const id = useId();
  const { run, reading } = useWordsShown();
  const sentence = useWords((state) => state.sentence);
  const answer = useContributions();
  if (run === null) return null;
  return (
    <section className="panel words-own" data-part="sentence" aria-labelledby={`${id}-title`}>
      <div className="panel-head">
        <h2 id={`${id}-title`}>Your sentence</h2>
        {reading !== null && <ShownChoice run={run} reading={reading} />}
      </div>
      <SentenceBox run={run} reading={reading} sentence={sentence} />
      {answer === null || reading === null ? (
        <Waiting sentence={sentence} reading={reading} />
      ) : (
        <Answer run={run} reading={reading} answer={answer} />
      )}
    </section>
  );
}

/** Which template and which support set the rings, the chips and the bars are of. */
function ShownChoice({
  run,
  reading,
}: {
  readonly run: ShownRun;
  readonly reading: WordsReading;
}): ReactNode {
  const lab = useWordsLab();
  const { template, seed } = reading;
  const words = (look: { readonly template: number; readonly seed: number }): string =>
    `template ${String(look.template + 1)}, support ${String(look.seed)}`;
  if (run.looks.length < 2) return <p className="quiet talk-hides">{words(reading)}</p>;
  const at = run.looks.findIndex((look) => look.template === template && look.seed === seed);
  return (
    <label className="words-shown-choice quiet talk-hides">
      asked by{' '}
      <select
        value={at}
        onChange={({ target }) => {
          const look = run.looks.at(Number(target.value));
          if (look !== undefined) lab.look(look.template, look.seed);
        }}
      >
        {run.looks.map((look, index) => (
          <option key={words(look)} value={index}>
            {words(look)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Waiting({
  sentence,
  reading,
}: {
  readonly sentence: OwnSentence;
  readonly reading: WordsReading | null;
}): ReactNode {
  const isLoading = useWords((state) => state.loading !== null);
  if (sentence.kind === 'typed' && sentence.error !== null)
    return (
      <p className="field-error" role="alert">
        {sentence.error.message} {sentence.error.remedy}
      </p>
    );
  return (
    <p className="words-waiting">
      {reading === null
        ? isLoading
          ? 'Which words carry the answer is shown in a moment.'
          : 'What the mask says of each word was not kept with this run. Type a sentence, or sort rows live.'
        : sentence.kind === 'typed'
          ? 'Reading your sentence…'
          : 'Type a sentence, or choose a row.'}
    </p>
  );
}

function SentenceBox(props: {
  readonly run: ShownRun;
  readonly reading: WordsReading | null;
  readonly sentence: OwnSentence;
}): ReactNode {
  const { run, reading, sentence } = props;
  const lab = useWordsLab();
  const given = sentence.kind === 'row' ? (reading?.texts?.[sentence.row] ?? '') : sentence.text;
  const samples = (reading?.texts ?? [])
    .map((text, row) => ({ text, row }))
    .filter(({ row }) => sentence.kind !== 'row' || row !== sentence.row)
    .slice(0, SAMPLES);
  const template = run.task.templates[reading?.template ?? 0] ?? '{a} [MASK]';
  return (
    <>
      <div className="sentence-box words-sentence">
        {templateParts(template).map((part, index) => {
          if (part.kind === 'mask')
            return (
              <span key={index} className="mask">
                [MASK]
              </span>
            );
          if (part.kind === 'words')
            return (
              <span key={index} className="words-template">
                {part.text}
              </span>
            );
          return (
            <span key={index} className="sentence-field" data-text={given === '' ? ' ' : given}>
              <textarea
                aria-label="Sentence"
                rows={1}
                value={given}
                maxLength={LONGEST}
                spellCheck={false}
                placeholder="type a sentence"
                onChange={({ target }) => lab.type(target.value.replaceAll('\n', ' '))}
              />
            </span>
          );
        })}
      </div>
      {samples.length > 0 && (
        <ul className="samples talk-hides" aria-label="Test rows">
          {samples.map(({ text, row }) => (
            <li key={row}>
              <button type="button" className="sample" onClick={() => lab.sample(row)}>
                {text.length > SAMPLE ? `${text.slice(0, SAMPLE).trimEnd()}…` : text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Answer(props: {
  readonly run: ShownRun;
  readonly reading: WordsReading;
  readonly answer: SentenceContributions;
}): ReactNode {
  const { run, reading, answer } = props;
  const { steps } = reading;
  const { one, now, truth, isStale } = answer;
  return (
    <div className={isStale ? 'words-answer is-stale' : 'words-answer'}>
      <p className="words-verdict" aria-live="polite">
        <span className="ink-before">
          one word: <strong>{one[0].label}</strong>
        </span>
        {(steps.calibrated || steps.moreWords) && (
          <>
            {' '}
            <span aria-label="becomes" role="img">
              →
            </span>{' '}
            <span className="ink-learn">
              {steps.relevance || steps.frequency ? 'refined' : 'now'}: <strong>{now[0].label}</strong>
            </span>
          </>
        )}
        {truth !== null && <span className="quiet"> true class: {run.task.labels[truth]}</span>}
      </p>
      <Bars classes={now} />
      <p className="quiet talk-hides">
        <Glossed text={contributionsFacts(steps.calibrated, run.support)} />
      </p>
    </div>
  );
}

function Bars({ classes }: { readonly classes: readonly ClassContribution[] }): ReactNode {
  const [attach, { width, height }] = useSize();
  const type = useTypeScale();
  const theme = useTheme();
  const isBeside = useIsBeside();
  const room = isBeside ? height : null;
  return (
    <div ref={attach} className="words-bars">
      {width >= 80 && <SvgView key={theme} node={contributionBars(classes, { width, height: room, type })} />}
    </div>
  );
}
