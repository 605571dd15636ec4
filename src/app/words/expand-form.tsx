/** Label words of one's own: class names in, related words out, each sense to be switched. */
import { useId, useState, type ReactNode } from 'react';
import {
  EXPANSION_SOURCES,
  type ExpandedClass,
  type ExpansionSource,
} from '../../experiment/verbalizer/expansion.ts';
import { CheckBox, FieldBox } from '../controls/field.tsx';
import { useWords, useWordsLab } from './words-lab-context.ts';
import { SOURCE_NAMES } from './source-names.ts';

/** Words of a class that are shown of a first look. */
const FIRST = 24;

const seedsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .map((line) =>
      line
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .filter((words) => words.length > 0);

export function ExpandForm(): ReactNode {
  const id = useId();
  const lab = useWordsLab();
  const names = useWords(
    (state) => state.shown?.task.words.map(({ words }) => words.at(0)?.word ?? '').join('\n') ?? '',
  );
  const expansion = useWords((state) => state.expansion);
  const [typed, setTyped] = useState<string | null>(null);
  const [sources, setSources] = useState<readonly ExpansionSource[]>(['wordnet']);
  const [senses, setSenses] = useState<Readonly<Record<string, readonly string[]>>>({});
  const seeds = seedsOf(typed ?? names);
  const canExpand = seeds.length > 1 && sources.length > 0;
  const expand = (chosen: typeof senses): void => lab.expand({ seeds, sources, senses: chosen });
  return (
    <section className="words-expand" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Words of your own</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canExpand) expand(senses);
        }}
      >
        <div data-field="expand">
          <FieldBox
            label="Classes, a line each"
            hint="The first word names the class; more words with commas between."
          >
            {(attributes) => (
              <textarea
                {...attributes}
                rows={5}
                spellCheck={false}
                value={typed ?? names}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </FieldBox>
        </div>
        <fieldset className="asks">
          <legend>Where words come from</legend>
          {EXPANSION_SOURCES.map((source) => (
            <CheckBox
              key={source}
              label={SOURCE_NAMES[source]}
              checked={sources.includes(source)}
              onChange={(checked) =>
                setSources(checked ? [...sources, source] : sources.filter((other) => other !== source))
              }
            />
          ))}
        </fieldset>
        <button type="submit" disabled={!canExpand || expansion.kind === 'busy'}>
          {expansion.kind === 'busy' ? 'Expanding…' : 'Expand'}
        </button>
      </form>
      {expansion.kind === 'failed' && (
        <p className="field-error" role="alert">
          {expansion.error.message} {expansion.error.remedy}
        </p>
      )}
      {expansion.kind === 'done' && (
        <>
          {expansion.classes.map((one) => (
            <Expanded
              key={one.seeds[0]}
              of={one}
              onSenses={(seed, synsets) => {
                const next = { ...senses, [seed]: synsets };
                setSenses(next);
                expand(next);
              }}
            />
          ))}
          <button type="button" onClick={() => lab.takeExpanded()}>
            Use these words
          </button>
        </>
      )}
    </section>
  );
}

interface ExpandedProps {
  readonly of: ExpandedClass;
  readonly onSenses: (seed: string, synsets: readonly string[]) => void;
}

function Expanded({ of, onSenses }: ExpandedProps): ReactNode {
  const shown = of.words.slice(0, FIRST);
  return (
    <details className="words-expanded" open>
      <summary>
        {of.seeds[0]} <small>{of.words.length} words</small>
      </summary>
      <p>
        {shown.map(({ word }) => word).join(', ')}
        {of.words.length > FIRST && ' …'}
      </p>
      {of.notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
      {of.senses.length > 0 && (
        <fieldset className="asks">
          <legend>Senses</legend>
          {of.senses.map(({ seed, synset, gloss, used }) => (
            <CheckBox
              key={`${seed} ${synset}`}
              label={
                <>
                  {seed}: <span className="quiet">{gloss}</span>
                </>
              }
              checked={used}
              onChange={(checked) =>
                onSenses(
                  seed,
                  of.senses
                    .filter(
                      (sense) => sense.seed === seed && (sense.synset === synset ? checked : sense.used),
                    )
                    .map((sense) => sense.synset),
                )
              }
            />
          ))}
        </fieldset>
      )}
    </details>
  );
}
