/**
 * A word that the lab explains. Pointed at, focused or tapped, it says what it means and where that is from; Esc closes. It
 * is put where a word is used first in a place; `Glossed` finds those of a text.
 */
import { Fragment, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { placeBeside } from './place-beside.ts';
import { splitTerms } from './split-terms.ts';
import type { TermName } from './terms.ts';
import { useDefinition } from './use-definition.ts';
import { useDisclosure } from './use-disclosure.ts';

export interface TermProps {
  readonly of: TermName;
  readonly children: ReactNode;
}

export function Term({ of, children }: TermProps): ReactNode {
  const id = useId();
  const { isOpen, around, button } = useDisclosure();
  const word = useRef<HTMLButtonElement>(null);
  return (
    <span className="term" {...around}>
      <button
        ref={word}
        type="button"
        className="term-word"
        aria-expanded={isOpen}
        aria-describedby={isOpen ? id : undefined}
        {...button}
      >
        {children}
      </button>
      {isOpen && <Explanation id={id} of={of} word={word} />}
    </span>
  );
}

/** A text with the words in it that the lab explains, each where it is used first. */
export function Glossed({ text }: { readonly text: string }): ReactNode {
  const [parts] = splitTerms([text]);
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <Term key={index} of={part.of}>
        {part.text}
      </Term>
    ),
  );
}

function Explanation(props: {
  readonly id: string;
  readonly of: TermName;
  readonly word: { readonly current: HTMLElement | null };
}): ReactNode {
  const { id, of, word } = props;
  const element = useRef<HTMLSpanElement>(null);
  const definition = useDefinition(of);
  useLayoutEffect(() => {
    // In the top layer nothing cuts it off, wherever the word stands.
    const shown = element.current;
    if (shown !== null && !shown.matches(':popover-open')) shown.showPopover();
  }, []);
  useLayoutEffect(() => {
    if (element.current !== null && word.current !== null) placeBeside(element.current, word.current);
  }, [definition, word]);
  return (
    <span ref={element} id={id} role="note" popover="manual" className="term-text">
      {definition === null ? (
        '…'
      ) : (
        <>
          <strong>{of.charAt(0).toUpperCase() + of.slice(1)}.</strong> {definition.text}{' '}
          <a href={definition.source.url} target="_blank" rel="noreferrer">
            {definition.source.name}
          </a>
        </>
      )}
    </span>
  );
}
