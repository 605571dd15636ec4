/**
 * The six places of the lab, as a table: header, addresses, pages and shortcuts read it. What isn't there yet says what it
 * will be, and offers nothing that it can't do.
 */
import { lazy } from 'react';
import { performByKey, TRAIN_ACTIONS } from '../train/train-actions.ts';
import { TrainPage } from '../train/train-page.tsx';
import type { Place } from './place-types.ts';

const WITHOUT_KEYS = { shortcuts: [], performByKey: () => false } as const;

/** The first visitor sees it; what the other places need is loaded when somebody goes there. */
const TRAIN: Place = {
  id: 'train',
  name: 'Train',
  question: 'Can a soft prompt teach a frozen language model a task?',
  page: TrainPage,
  plan: [],
  shortcuts: TRAIN_ACTIONS,
  performByKey,
  tour: null,
};

export const PLACES: readonly Place[] = [
  TRAIN,
  {
    id: 'transfer',
    name: 'Transfer',
    question: 'Does a soft prompt trained on one task help on another, or on another PLM?',
    page: lazy(async () => ({ default: (await import('../transfer/transfer-page.tsx')).TransferPage })),
    plan: [],
    ...WITHOUT_KEYS,
    tour: null,
  },
  {
    id: 'words',
    name: 'Words',
    question: 'Which words of the vocabulary stand for a class?',
    page: null,
    plan: [
      'Here a verbalizer will be built from a knowledge base’s related words: expanded, refined, calibrated, and weighted by learning.',
      'Bars will show the weight of each word in each class, and how a word’s prior probability changes its say.',
    ],
    ...WITHOUT_KEYS,
    tour: null,
  },
  {
    id: 'grow',
    name: 'Grow',
    question: 'How much of a PLM does prompt tuning need to begin with?',
    page: null,
    plan: [
      'Here a soft prompt will train on a part of the PLM first, fewer layers or narrower ones, and the part will grow in stages to the whole.',
      'Curves over computation spent will show what that saves, and each point will say which part it was measured on.',
    ],
    ...WITHOUT_KEYS,
    tour: null,
  },
  {
    id: 'read',
    name: 'Read',
    question: 'Which tokens does a reader keep when it answers a question?',
    page: null,
    plan: [
      'Here a reader will select tokens of several passages on its way to an answer, and the passage itself will be the figure: start and end probabilities, gates, attention between passages.',
    ],
    ...WITHOUT_KEYS,
    tour: null,
  },
  {
    id: 'library',
    name: 'Library',
    question: 'What is on this device: models, tasks, prompts, runs?',
    page: lazy(async () => ({ default: (await import('../library/library-page.tsx')).LibraryPage })),
    plan: [],
    ...WITHOUT_KEYS,
    tour: null,
  },
];

/** Where a visit without an address begins. */
export const FIRST_PLACE = TRAIN;

/** The place that a hash such as `#/words` names; anything else is the first. */
export function placeOfHash(hash: string): Place {
  const id = /^#\/([a-z]+)$/.exec(hash)?.[1];
  return PLACES.find((place) => place.id === id) ?? FIRST_PLACE;
}
