/**
 * A dotted part of a recipe sentence: a button that opens its fields in place. Enter applies, Esc restores; what differs from
 * what is shown stands struck beside what it is now.
 */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

export interface RecipePartProps {
  readonly words: string;
  /** What is shown was made with this; struck where it differs. */
  readonly shown: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Remembers what the fields say now; what it returns brings it back. */
  readonly keep: () => () => void;
  readonly fields: () => ReactNode;
}

export function RecipePart({ words, shown, isOpen, onOpen, keep, fields }: RecipePartProps): ReactNode {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <span className="recipe-anchor">
      {shown !== words && <s className="recipe-struck">{shown}</s>}{' '}
      <button
        ref={button}
        type="button"
        className="recipe-word"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => onOpen(!isOpen)}
      >
        {words}
      </button>
      {isOpen && (
        <PartFields
          id={id}
          keep={keep}
          onClose={() => {
            onOpen(false);
            button.current?.focus();
          }}
        >
          {fields()}
        </PartFields>
      )}
    </span>
  );
}

function PartFields(props: {
  readonly id: string;
  readonly keep: () => () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { id, keep, onClose, children } = props;
  const element = useRef<HTMLFormElement>(null);
  const [restore] = useState(() => keep());
  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>('input, select, textarea');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }, []);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && element.current?.parentElement?.contains(event.target) === false)
        onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [onClose]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    restore();
    onClose();
  };
  return (
    <form
      ref={element}
      id={id}
      className="recipe-fields"
      onKeyDown={onKey}
      onSubmit={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
      <button type="submit" className="small">
        Done <kbd aria-hidden="true">Enter</kbd>
      </button>
    </form>
  );
}
