/** The classes, a column each: the words that count as chips, and those that don't, struck, by reason. */
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useNarrow } from '../shell/use-narrow.ts';
import { ClassColumn } from './class-column.tsx';
import { WordReadingLine } from './word-reading-line.tsx';
import { useWordsShown } from './words-reading.ts';
import { undo, useWordsView, useWordsViewStore } from './words-view-store.ts';

/** Columns beside one another; more classes are gone through sideways. */
const ACROSS = 4;

export function ClassColumns(): ReactNode {
  const { run } = useWordsShown();
  const open = useWordsView((view) => view.openClass);
  const changes = useWordsView((view) => view.history.length);
  const store = useWordsViewStore();
  const isNarrow = useNarrow();
  const element = useRef<HTMLDivElement>(null);
  if (run === null) return null;
  const classes = run.task.labels.map((_, index) => index).filter((index) => open === null || index === open);
  return (
    <section className="words-classes" data-part="classes" aria-label="Words of the classes">
      <div
        ref={element}
        className={open === null ? 'words-columns' : 'words-columns is-open'}
        data-across={Math.min(ACROSS, classes.length)}
        onKeyDown={(event) => moveFocus(event, element.current)}
      >
        {classes.map((index) => (
          <ClassColumn key={index} index={index} isOpen={open !== null || isNarrow} />
        ))}
      </div>
      <div className="words-foot">
        <WordReadingLine />
        {changes > 0 && (
          <button type="button" className="small" aria-keyshortcuts="z" onClick={() => undo(store)}>
            Undo {changes === 1 ? 'the change' : `one of ${String(changes)} changes`}{' '}
            <kbd aria-hidden="true">z</kbd>
          </button>
        )}
      </div>
    </section>
  );
}

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from word to word of a class, so that a class is one stop of the Tab key. */
function moveFocus(event: KeyboardEvent, within: HTMLElement | null): void {
  const move = Object.hasOwn(MOVES, event.key) ? MOVES[event.key] : undefined;
  if (move === undefined || !(event.target instanceof HTMLElement) || within === null) return;
  const column = event.target.closest('[data-class]');
  if (column === null || event.target.dataset['column'] === undefined) return;
  const words = [...column.querySelectorAll<HTMLElement>('[data-column]')];
  const next = words.at(move(words.indexOf(event.target), words.length - 1));
  event.preventDefault();
  next?.focus();
}
