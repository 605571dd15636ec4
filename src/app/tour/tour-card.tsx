/**
 * The card of a step, beside the part that it speaks of, which is ringed while the rest is dimmed. It blocks nothing: what
 * is under it can be used meanwhile.
 */
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { elementsOfPart } from '../frame/parts.ts';
import type { Rect } from '../frame/part-rects.ts';
import { useRun } from '../lab-context.tsx';
import { placeCard } from './place-card.ts';
import { TOUR_STEPS, type TourFacts, type TourStep } from './tour-steps.ts';
import { useBorrowedFocus } from './use-borrowed-focus.ts';
import { useTourKeys } from './use-tour-keys.ts';

/** Room between the ring and what it rings. */
const RING = 8;
/** Below this width the card lies at the bottom, and the part is brought above it. */
const PHONE = 640;

export interface TourCardProps {
  readonly step: TourStep;
  /** From 1. */
  readonly number: number;
  /** Where its part is, if it is on the screen. */
  readonly rect: Rect | null;
  readonly onNext: (() => void) | null;
  readonly onBack: (() => void) | null;
  readonly onEnd: () => void;
}

export function TourCard({ step, number, rect, onNext, onBack, onEnd }: TourCardProps): ReactNode {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const tokens = useRun((run) => run.recipe?.promptLength ?? null);
  const isRecorded = useRun((run) => run.origin === 'recorded');
  const facts: TourFacts = { tokens, isRecorded };
  const ring = rect === null ? null : grow(rect, RING);
  const isHere = rect !== null;
  useBorrowedFocus(card);
  useTourKeys({ card, onNext: onNext ?? onEnd, onBack, onEnd });

  useEffect(() => {
    if (!isHere) return;
    const [element] = elementsOfPart(step.part);
    element?.scrollIntoView({ block: innerWidth < PHONE ? 'start' : 'nearest' });
  }, [step, isHere]);

  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const { left, top } = placeCard(ring, size, { width: innerWidth, height: innerHeight });
    element.style.setProperty('--card-left', `${String(left)}px`);
    element.style.setProperty('--card-top', `${String(top)}px`);
  });

  return (
    <>
      {ring !== null && <div className="tour-ring" style={{ ...ring }} aria-hidden="true" />}
      <section
        ref={card}
        className="tour-card"
        role="dialog"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        tabIndex={-1}
      >
        <p className="tour-count">
          {number} of {TOUR_STEPS.length}
        </p>
        <div aria-live="polite">
          <h2 id={`${id}-title`}>{step.title(facts)}</h2>
          <p id={`${id}-text`}>{step.text(facts)}</p>
        </div>
        <div className="tour-foot">
          <button type="button" className="tour-next" onClick={onNext ?? onEnd}>
            {onNext === null ? 'Done' : 'Next →'}
          </button>
          {onBack !== null && (
            <button type="button" onClick={onBack}>
              ← Back
            </button>
          )}
          {onNext !== null && (
            <button type="button" onClick={onEnd}>
              Skip
            </button>
          )}
          <span className="tour-dots" aria-hidden="true">
            {TOUR_STEPS.map((one) => (
              <i key={one.part} className={one === step ? 'tour-dot-now' : ''} />
            ))}
          </span>
        </div>
        <p className="tour-hint">shown once, again under ?</p>
      </section>
    </>
  );
}

function grow({ left, top, width, height }: Rect, by: number): Rect {
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by };
}
