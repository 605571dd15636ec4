/** One's sentence in its template: typed in place, and read a moment later with the soft prompt and without it. */
import { useId, type ReactNode } from 'react';
import { size } from '../../data/models/preflight.ts';
import { templateParts } from '../../views/stage/template-parts.ts';
import { useDraft, useLab, useRun, useShelf, useStage } from '../lab-context.tsx';
import { onDemandBytes } from '../library/shelf.ts';
import { promptOf } from '../../experiment/artefacts.ts';
import { stageShown } from './stage-shown.ts';

const LONGEST = 5000;
/** Characters of a sample that are offered by its beginning. */
const SAMPLE = 56;

export function StageSentenceBox(): ReactNode {
  const lab = useLab();
  const id = useId();
  const template = useRun((state) => state.recipe?.template ?? '');
  const sentences = useRun((state) => state.stage?.sentences ?? NONE);
  const sample = useStage((state) => state.sample);
  const typed = useStage((state) => state.typed);
  const canRead = useRun(({ origin, status, artefacts, series }) =>
    origin === 'live'
      ? status !== 'starting' && status !== 'failed' && series.length > 0
      : promptOf(artefacts) !== null,
  );
  useStage((state) => state.own);
  const shown = stageShown(lab.run.getState(), lab.stage.getState());
  const given = sentences.at(Math.min(sample, sentences.length - 1)) ?? null;
  const a = typed?.a ?? given?.a ?? '';
  const hasB = template.includes('{b}');
  const b = typed === null ? (given?.b ?? '') : (typed.b ?? '');
  const type = (next: { readonly a: string; readonly b: string }): void =>
    lab.sentences.type({ a: next.a, b: hasB ? next.b : null });
  return (
    <div className="stage-sentence" data-part="sentence">
      <h2 className="stage-title" id={`${id}-title`}>
        Your {hasB ? 'two texts' : 'sentence'}
      </h2>
      <div className="sentence-box" aria-labelledby={`${id}-title`} role="group">
        {templateParts(template).map((part, index) => {
          if (part.kind === 'mask')
            return (
              <span key={index} className="mask">
                [MASK]
              </span>
            );
          if (part.kind === 'slot')
            return part.slot === 'a' ? (
              <SentenceField
                key={index}
                label={hasB ? 'First text' : 'Sentence'}
                value={a}
                onChange={(text) => type({ a: text, b })}
              />
            ) : (
              <SentenceField
                key={index}
                label="Second text"
                value={b}
                onChange={(text) => type({ a, b: text })}
              />
            );
          return (
            <button
              key={index}
              type="button"
              className="template-words"
              aria-label={`Template: ${part.text.trim()}. Change it`}
              onClick={() => lab.view.setState({ sheet: { focus: '[name="template"]' } })}
            >
              {part.text}
            </button>
          );
        })}
        <ReadingLine />
      </div>
      {!canRead && typed !== null && (
        <p className="quiet">There is no soft prompt to read it with yet: train one first.</p>
      )}
      <ul className="samples talk-hides" aria-label="Sentences of the dev rows">
        {sentences.map((one, index) =>
          typed === null && index === sample ? null : (
            <li key={index}>
              <button type="button" className="sample" onClick={() => lab.sentences.choose(index)}>
                {one.a.length > SAMPLE ? `${one.a.slice(0, SAMPLE).trimEnd()}…` : one.a}
              </button>
            </li>
          ),
        )}
      </ul>
      <p className="visually-hidden" role="status">
        {shown?.isStale === true ? 'Reading your sentence' : ''}
      </p>
    </div>
  );
}

const NONE: readonly never[] = [];

interface SentenceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Grows with its text: a copy of the text, unseen, gives it its size. */
function SentenceField({ label, value, onChange }: SentenceFieldProps): ReactNode {
  return (
    <span className="sentence-field" data-text={value === '' ? ' ' : value}>
      <textarea
        aria-label={label}
        rows={1}
        value={value}
        maxLength={LONGEST}
        spellCheck={false}
        placeholder="type a sentence"
        onChange={({ target }) => onChange(target.value.replaceAll('\n', ' '))}
      />
    </span>
  );
}

/** In the field's lower border: that the PLM is loaded or reads, and why it could not. */
function ReadingLine(): ReactNode {
  const reading = useStage((state) => state.reading);
  const isFirst = useStage((state) => state.own === null);
  const live = useRun((state) => state.origin === 'live');
  const plm = useDraft((state) => state.draft.plm);
  const bytes = useShelf((shelf) => onDemandBytes(shelf, plm));
  if (reading.kind === 'failed')
    return (
      <p className="field-error" role="alert">
        {reading.why}
      </p>
    );
  if (reading.kind !== 'busy' || live || !isFirst) return null;
  const words = `Loading ${plm} to read it${bytes === null ? '' : `, ${size(bytes)}`}…`;
  return (
    <span className="reading-line">
      <span className="quiet">{words}</span>
      <progress aria-label={words} />
    </span>
  );
}
