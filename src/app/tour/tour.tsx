/** The tour: which step is shown in the place shown, and where the next and the last one are. */
import { useEffect, useState, type ReactNode } from 'react';
import { usePartRects } from '../frame/part-rects.ts';
import { useLab, usePage, useRun } from '../lab-context.tsx';
import type { Place } from '../places/place-types.ts';
import { placeOfHash } from '../places/places.ts';
import { TourCard } from './tour-card.tsx';
import { endTour } from './tour-store.ts';
import { nearestStep, TOUR_STEPS, type TourStep } from './tour-steps.ts';

const PARTS = TOUR_STEPS.map(({ part }) => part).join(' ');

export function Tour({ place }: { readonly place: Place }): ReactNode {
  const lab = useLab();
  const rects = usePartRects(PARTS);
  // Before, the place has nothing to point at.
  const hasRun = useRun((run) => run.origin !== 'none');
  const hasNone = usePage((page) => page.recorded === 'missing');
  const [wanted, setWanted] = useState(0);
  const its = TOUR_STEPS[wanted].place;

  useEffect(() => {
    if (placeOfHash(location.hash).id !== its) location.hash = `#/${its}`;
    // Who goes elsewhere in between has seen enough.
    const follow = (): void => {
      if (placeOfHash(location.hash).id !== its) endTour(lab);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [lab, its]);

  if (rects === null || !(hasRun || hasNone)) return null;
  /** A step of another place can be taken; what is there is seen on arrival. */
  const isHere = (step: TourStep): boolean => step.place !== place.id || rects[step.part] !== undefined;
  const index = nearestStep(wanted, 1, (step) => step.place === its && isHere(step)) ?? wanted;
  const step = TOUR_STEPS[index];
  const next = nearestStep(index + 1, 1, isHere);
  const back = nearestStep(index - 1, -1, isHere);
  return (
    <TourCard
      step={step}
      number={index + 1}
      rect={step.place === place.id ? (rects[step.part] ?? null) : null}
      onNext={next === null ? null : () => setWanted(next)}
      onBack={back === null ? null : () => setWanted(back)}
      onEnd={() => endTour(lab)}
    />
  );
}
