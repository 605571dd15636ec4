/** The tour as a table: which part a step rings, and what it says of it. */
import type { PartName } from '../frame/parts.ts';
import type { PlaceId } from '../places/place-types.ts';

/** What the texts say of the run shown. */
export interface TourFacts {
  /** Null while no run is shown. */
  readonly tokens: number | null;
  /** Whether that run ships with the page. */
  readonly isRecorded: boolean;
}

export interface TourStep {
  readonly part: PartName;
  /** Where the part is; the step leads there. */
  readonly place: PlaceId;
  readonly title: (facts: TourFacts) => string;
  readonly text: (facts: TourFacts) => string;
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    part: 'tokens',
    place: 'train',
    title: ({ tokens }) => `These ${tokens === null ? '' : `${String(tokens)} `}squares are the soft prompt`,
    text: () =>
      'Vectors put in front of your sentence, like words, but learned. The model reads them; nothing else in it changes.',
  },
  {
    part: 'model',
    place: 'train',
    title: () => 'The model is frozen',
    text: () =>
      'Every layer is locked. Training passes through it, and what it knows of language stays as it was.',
  },
  {
    part: 'words',
    place: 'train',
    title: () => 'It fills in one word',
    text: () =>
      'The model rates each word at [MASK]. A label word stands for a class: the likelier one is the answer.',
  },
  {
    part: 'actions',
    place: 'train',
    title: () => 'Train it yourself',
    text: ({ isRecorded }) =>
      isRecorded
        ? 'What you see was recorded. This trains the same soft prompt here, on your device; nothing is sent anywhere.'
        : 'This trains the soft prompt here, on your device; nothing is sent anywhere.',
  },
  {
    part: 'matrix',
    place: 'transfer',
    title: () => 'Does it help another task?',
    text: () =>
      'Each cell: the prompt of one task, used on another. The number says how much of the gain it brings along.',
  },
];

/**
 * The first step from `from` on that can be taken, in either direction; null where there is none. A place that isn't
 * complete leaves its steps out rather than pointing at nothing.
 */
export function nearestStep(
  from: number,
  direction: 1 | -1,
  isHere: (step: TourStep) => boolean,
): number | null {
  for (let index = from; index >= 0 && index < TOUR_STEPS.length; index += direction)
    if (isHere(TOUR_STEPS[index])) return index;
  return null;
}
