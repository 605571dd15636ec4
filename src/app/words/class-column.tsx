/** One class: chips of its words that count, the likeliest to stay first, then the others by reason. */
import { useMemo, type ReactNode } from 'react';
import { CHIP, fitChips, STRUCK } from '../../views/words/fit-chips.ts';
import { useWidth } from '../figures/use-size.ts';
import { useTypeScale } from '../figures/use-type-scale.ts';
import { senseColumns, WHY_NOT, WHY_ORDER, type WhyNot, type WordColumn } from './word-facts.ts';
import { useWordsShown, type WordsReading } from './words-reading.ts';
import { take, useWordsView, useWordsViewStore } from './words-view-store.ts';

/** Lines of chips in a column that isn't opened. */
const LINES = 4;
/** Of the label in front of struck words, in pixels. */
const WHY_WIDTH = 62;

export interface ClassColumnProps {
  readonly index: number;
  /** All words, instead of those that fit. */
  readonly isOpen: boolean;
}

/** Words that don't count, of one reason; a word without column never reaches the mask. */
interface Struck {
  readonly why: WhyNot;
  readonly words: readonly { readonly word: string; readonly column: WordColumn | null }[];
}

function struckOf(
  reading: WordsReading | null,
  dropped: readonly { readonly word: string; readonly why: WhyNot }[],
  index: number,
): readonly Struck[] {
  const out = (reading?.columns ?? []).flatMap((column) => {
    const why = reading?.judged.leftOut.get(column.column);
    return column.isManual || column.index !== index || why === undefined
      ? []
      : [{ why, word: column.of.word, column }];
  });
  const all = [...out, ...dropped.map(({ word, why }) => ({ why, word, column: null }))];
  return WHY_ORDER.flatMap((why) => {
    const words = all.filter((one) => one.why === why);
    return words.length === 0 ? [] : [{ why, words }];
  });
}

export function ClassColumn({ index, isOpen }: ClassColumnProps): ReactNode {
  const [attach, width] = useWidth();
  const { run, reading } = useWordsShown();
  const store = useWordsViewStore();
  const isAlone = useWordsView((view) => view.openClass === index);
  const type = useTypeScale();
  const kept = useMemo(
    () => reading?.judged.kept[index].map((column) => reading.columns[column]) ?? [],
    [reading, index],
  );
  const listed = run?.task.words.at(index);
  const struck = useMemo(() => struckOf(reading, listed?.dropped ?? [], index), [reading, listed, index]);
  if (run === null || listed === undefined) return null;
  const names = reading === null ? listed.words.map(({ word }) => word) : kept.map(({ of }) => of.word);
  const fits = isOpen && isAlone ? names.length : fitChips(names, Math.max(120, width), LINES, CHIP, type);
  const label = run.task.labels[index];
  const isMore = reading?.steps.moreWords ?? true;
  return (
    <div
      ref={attach}
      className="words-column"
      role="group"
      aria-label={`Words of ${label}`}
      data-class={index}
    >
      <h3>
        {label}{' '}
        <small>
          {isMore
            ? `${String(reading === null ? listed.kept : names.length)} of ${String(listed.listed)} words`
            : 'without a list'}
        </small>
      </h3>
      <div className="words-chips">
        {reading === null || !isMore
          ? names.slice(0, fits).map((name) => (
              <span key={name} className="words-chip">
                {name}
              </span>
            ))
          : kept.slice(0, fits).map((word, at) => <Chip key={word.column} word={word} isFirst={at === 0} />)}
        {(names.length > fits || isAlone) && (
          <button
            type="button"
            className="words-more"
            aria-expanded={isAlone}
            aria-label={
              isAlone ? `Fewer words of ${label}` : `${String(names.length - fits)} more words of ${label}`
            }
            onClick={() => store.setState({ openClass: isAlone ? null : index })}
          >
            {isAlone ? 'fewer' : `+ ${String(names.length - fits)}`}
          </button>
        )}
      </div>
      {isMore &&
        struck.map((one) => <StruckWords key={one.why} of={one} width={width} type={type} isAll={isAlone} />)}
    </div>
  );
}

/** What a click, and a key, does with a word. */
function useTaking(
  word: WordColumn,
  way: 'out' | 'back',
): {
  readonly onClick: (event: { readonly shiftKey: boolean }) => void;
  readonly onDelete: () => void;
} {
  const store = useWordsViewStore();
  const { reading } = useWordsShown();
  const go = (isSense: boolean): void => {
    if (reading === null) return;
    const { columns, judged, key } = reading;
    const isThere = new Set(judged.kept.flat());
    const wanted = isSense ? senseColumns(columns, word) : [word.column];
    take(
      store,
      key,
      wanted.filter((column) => isThere.has(column) === (way === 'out')),
      way,
    );
  };
  return { onClick: ({ shiftKey }) => go(shiftKey), onDelete: () => go(false) };
}

/** The focus goes to the word that takes this one's place, so that several can be dropped in a row. */
function focusNeighbour(button: HTMLElement): void {
  const words = [...(button.closest('[data-class]')?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
  const at = words.indexOf(button);
  const next = words.at(at + 1) ?? words.at(at - 1);
  next?.focus();
}

interface WordButtonProps {
  readonly word: WordColumn;
  readonly way: 'out' | 'back';
  readonly className: string;
  /** The one that Tab comes to. */
  readonly isFirst: boolean;
}

function WordButton({ word, way, className, isFirst }: WordButtonProps): ReactNode {
  const store = useWordsViewStore();
  const { onClick, onDelete } = useTaking(word, way);
  const point = (column: number | null): void => store.setState({ pointed: column });
  return (
    <button
      type="button"
      className={className}
      data-column={word.column}
      tabIndex={isFirst ? 0 : -1}
      aria-pressed={way === 'out'}
      aria-label={`${word.of.word}: ${way === 'out' ? 'counts' : 'doesn’t count'}`}
      onClick={(event) => {
        focusNeighbour(event.currentTarget);
        onClick(event);
      }}
      onKeyDown={(event) => {
        if (way !== 'out' || (event.key !== 'Delete' && event.key !== 'Backspace')) return;
        event.preventDefault();
        focusNeighbour(event.currentTarget);
        onDelete();
      }}
      onPointerEnter={() => point(word.column)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(word.column)}
      onBlur={() => point(null)}
    >
      {word.of.word}
    </button>
  );
}

function Chip({ word, isFirst }: { readonly word: WordColumn; readonly isFirst: boolean }): ReactNode {
  return <WordButton word={word} way="out" className="words-chip" isFirst={isFirst} />;
}

function StruckWords(props: {
  readonly of: Struck;
  readonly width: number;
  readonly type: number;
  readonly isAll: boolean;
}): ReactNode {
  const { of, width, type, isAll } = props;
  const names = of.words.map(({ word }) => word);
  const room = Math.max(80, width - WHY_WIDTH * type);
  // One more than fits: it has what room is left.
  const fits = isAll ? names.length : fitChips(names, room, 1, STRUCK, type) + 1;
  const { short, long } = WHY_NOT[of.why];
  return (
    <p className="words-struck">
      <span className="words-why" title={long}>
        {names.length} {short}
      </span>{' '}
      <span className="words-struck-list">
        {of.words
          .slice(0, fits)
          .map(({ word, column }, at) =>
            column === null ? (
              <s key={`${word} ${String(at)}`}>{word}</s>
            ) : (
              <WordButton
                key={column.column}
                word={column}
                way="back"
                className="words-back"
                isFirst={false}
              />
            ),
          )}
      </span>
    </p>
  );
}
