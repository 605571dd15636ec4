/** The first picture of the place: what each step adds, with a switch under each column. */
import { useId, useMemo, type CSSProperties, type ReactNode } from 'react';
import { waterfallLying } from '../../views/words/waterfall-lying.ts';
import { waterfall, WATERFALL_SIDES } from '../../views/words/waterfall.ts';
import {
  STEP_NAMES,
  waterfallBars,
  waterfallBasis,
  type StepId,
  type WaterfallInput,
} from '../../views/words/waterfall-input.ts';
import { barText, WATERFALL_TITLE, waterfallFacts } from '../../views/words/waterfall-words.ts';
import { SvgView } from '../figures/svg-view.tsx';
import { useSize, useWidth } from '../figures/use-size.ts';
import { Glossed, Term } from '../glossary/term.tsx';
import { useNarrow } from '../shell/use-narrow.ts';
import { useTheme } from '../figures/use-theme.ts';
import { isStepOn, type Switches } from './step-switches.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { WHY_NOT } from './word-facts.ts';
import { useWordsShown, type WordsShown } from './words-reading.ts';
import { turn, useWordsView, useWordsViewStore } from './words-view-store.ts';

export function WaterfallPanel(): ReactNode {
  const id = useId();
  const { waterfall: input } = useWordsShown();
  const isNarrow = useNarrow();
  if (input === null) return null;
  return (
    <section className="panel words-waterfall" data-part="waterfall" aria-labelledby={`${id}-title`}>
      <div className="panel-head">
        <h2 id={`${id}-title`}>{WATERFALL_TITLE}</h2>
        <p className="quiet">{waterfallFacts(input)}</p>
      </div>
      {isNarrow ? <Lying input={input} /> : <Standing input={input} />}
      <p className="visually-hidden" role="status">
        {waterfallBars(input)
          .map((bar) => barText(bar, input))
          .join('. ')}
      </p>
      <Uncalibrated />
    </section>
  );
}

function Standing({ input }: { readonly input: WaterfallInput }): ReactNode {
  const [attach, { width, height }] = useSize();
  const type = useTypeScale();
  const theme = useTheme();
  const drawing = useMemo(
    () =>
      width < 80 || height < 80 ? null : (
        <SvgView key={theme} node={waterfall(input, { width, height, type })} />
      ),
    [input, width, height, type, theme],
  );
  const sides: CSSProperties = {
    paddingLeft: WATERFALL_SIDES.left * type,
    paddingRight: WATERFALL_SIDES.right * type,
  };
  return (
    <>
      <div ref={attach} className={`words-waterfall-plot ${basisClass(input)}`}>
        {drawing}
      </div>
      <div className="words-switches" style={sides}>
        {input.steps.map(({ id }, index) => (
          <StepSwitch key={id} id={id} number={index + 1} />
        ))}
      </div>
    </>
  );
}

/** On a phone the whole row is its switch. */
function Lying({ input }: { readonly input: WaterfallInput }): ReactNode {
  const [attach, width] = useWidth();
  const theme = useTheme();
  const store = useWordsViewStore();
  const switches = useWordsView((view) => view.switches);
  return (
    <>
      <div ref={attach} className="words-waterfall-plot">
        {width >= 80 && <SvgView key={theme} node={waterfallLying(input, width)} />}
        <div className="words-row-switches">
          {input.steps.map(({ id }) => (
            <button
              key={id}
              type="button"
              role="switch"
              aria-checked={isSwitchedOn(switches, id)}
              aria-label={STEP_NAMES[id]}
              onClick={() => turn(store, id)}
            />
          ))}
        </div>
      </div>
      <p className="quiet">
        line: ± sd
        {input.trained !== null &&
          ` · dashed: ${input.trained.note.replace(', ', ' trained on ')}, ${String(Math.round(100 * input.trained.accuracy))} %`}{' '}
        · tap a name to switch it off
      </p>
    </>
  );
}

const basisClass = (input: WaterfallInput): string => (waterfallBasis(input) === 'runs' ? '' : 'is-alone');

/** The first switch says whether the others are: it leaves one word alone, and brings the steps back. */
const isSwitchedOn = (switches: Switches, id: StepId): boolean => (id === 'oneWord' ? true : switches[id]);

function StepSwitch({ id, number }: { readonly id: StepId; readonly number: number }): ReactNode {
  const store = useWordsViewStore();
  const label = useId();
  const switches = useWordsView((view) => view.switches);
  const shown = useWordsShown();
  return (
    <div className="words-switch">
      <button
        type="button"
        role="switch"
        className={id === 'oneWord' ? 'switch switch-base' : 'switch'}
        aria-checked={isSwitchedOn(switches, id)}
        aria-labelledby={label}
        aria-keyshortcuts={String(number)}
        title={id === 'oneWord' ? 'One word alone, and back to all steps' : undefined}
        onClick={() => turn(store, id)}
      >
        <span aria-hidden="true" />
      </button>
      <span className="words-switch-name" id={label}>
        {STEP_NAMES[id]}
      </span>
      <p className="words-switch-note">
        <StepNote id={id} shown={shown} switches={switches} />
      </p>
    </div>
  );
}

interface NoteProps {
  readonly id: StepId;
  readonly shown: WordsShown;
  readonly switches: Switches;
}

function StepNote({ id, shown, switches }: NoteProps): ReactNode {
  switch (id) {
    case 'oneWord':
      return namesOf(shown);
    case 'calibrated':
      return (
        <>
          minus each word’s <Term of="prior">prior</Term>: how likely it is anyway
        </>
      );
    case 'moreWords':
      return <Glossed text={moreWords(shown)} />;
    case 'refined':
      return isStepOn({ ...switches, refined: true }, 'refined') || switches.moreWords ? (
        <RefinedParts switches={switches} />
      ) : (
        'needs more words to refine'
      );
  }
  return id satisfies never;
}

/** More names than this are counted. */
const MOST_NAMES = 4;

function namesOf({ run }: WordsShown): string {
  if (run === null) return '';
  const names = run.task.words.flatMap(({ manual }) => manual);
  return names.length > MOST_NAMES
    ? `${String(names.length)} words for ${String(run.task.labels.length)} classes`
    : names.join(', ');
}

function moreWords({ run, reading }: WordsShown): string {
  const all = run?.task.words.reduce((sum, own) => sum + own.kept, 0) ?? 0;
  const kept = reading?.byStep.moreWords?.kept.flat().length ?? all;
  return `${String(kept)} label words instead of ${String(run?.task.labels.length ?? 0)}`;
}

/** Both ways of refining, each for itself: neither promises a gain. */
function RefinedParts({ switches }: { readonly switches: Switches }): ReactNode {
  const store = useWordsViewStore();
  const part = (name: 'frequency' | 'relevance', why: 'rare' | 'off'): ReactNode => (
    <label className="words-refined-part" title={WHY_NOT[why].long}>
      <input
        type="checkbox"
        checked={switches[name]}
        disabled={!switches.refined}
        onChange={({ target }) => store.setState({ switches: { ...switches, [name]: target.checked } })}
      />
      {WHY_NOT[why].short}
    </label>
  );
  return (
    <>
      words go that are
      <span className="words-refined-parts">
        {part('relevance', 'off')} {part('frequency', 'rare')}
      </span>
    </>
  );
}

/** Words without calibration: a warning, not a verdict. */
function Uncalibrated(): ReactNode {
  const isIt = useWordsView(({ switches }) => switches.moreWords && !switches.calibrated);
  if (!isIt) return null;
  return (
    <p className="words-warning" role="status">
      <span aria-hidden="true">▲</span> Words count uncalibrated: a class of common words may draw answers
      whatever the text says. <kbd>2</kbd> calibrates.
    </p>
  );
}
