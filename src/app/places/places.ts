/** The places of the lab, as a table: header, addresses, pages and shortcuts read it. One that isn't built is absent. */
import { lazy } from 'react';
import { GROW_SHORTCUTS } from '../grow/grow-keys.ts';
import { GrowTag } from '../grow/grow-tag.tsx';
import { TRAIN_DRAWERS } from '../train/train-drawers.tsx';
import { performByKey, TRAIN_SHORTCUTS } from '../train/train-keys.ts';
import { TrainPage } from '../train/train-page.tsx';
import { TrainState } from '../train/train-state.tsx';
import { SweepState } from '../transfer/sweep-state-tag.tsx';
import { TRANSFER_SHORTCUTS } from '../transfer/transfer-keys.ts';
import { WORDS_SHORTCUTS } from '../words/words-keys.ts';
import { WordsState } from '../words/words-state.tsx';
import type { Place } from './place-types.ts';

const WITHOUT_KEYS = { shortcuts: [], performByKey: () => false } as const;

/** The first visitor sees it; what the other places need is loaded when somebody goes there. */
const TRAIN: Place = {
  id: 'train',
  name: 'Train',
  key: 't',
  question: 'Can a soft prompt teach a frozen language model a task?',
  page: TrainPage,
  state: TrainState,
  shortcuts: [
    ...TRAIN_SHORTCUTS,
    ...TRAIN_DRAWERS.map(({ key, name }) => ({ key, help: `Open or close the drawer “${name}”` })),
  ],
  talk: {
    note: '1 seed',
    keys: [
      { key: 'space', help: 'play' },
      { key: '← →', help: 'step' },
      { key: 's', help: 'sentence' },
    ],
  },
  performByKey,
};

export const PLACES: readonly Place[] = [
  TRAIN,
  {
    id: 'transfer',
    name: 'Transfer',
    key: 'r',
    question: 'Does a soft prompt trained on one task help on another, or on another PLM?',
    page: lazy(async () => ({ default: (await import('../transfer/transfer-page.tsx')).TransferPage })),
    state: SweepState,
    talk: {
      keys: [
        { key: 'arrows', help: 'cell' },
        { key: 'Enter', help: 'pair' },
        { key: 'm', help: 'measure' },
      ],
    },
    shortcuts: TRANSFER_SHORTCUTS,
    performByKey: () => false,
  },
  {
    id: 'words',
    name: 'Words',
    key: 'w',
    question: 'How far do label words alone sort texts, with no label and no training?',
    page: lazy(async () => ({ default: (await import('../words/words-here.tsx')).WordsHere })),
    state: WordsState,
    talk: {
      keys: [
        { key: '1–4', help: 'switch a step' },
        { key: 's', help: 'sentence' },
      ],
    },
    shortcuts: WORDS_SHORTCUTS,
    performByKey: () => false,
  },
  {
    id: 'grow',
    name: 'Grow',
    key: 'o',
    question: 'Does a prompt learn as much from a model that is still growing, and for less?',
    page: lazy(async () => ({ default: (await import('../grow/grow-here.tsx')).GrowHere })),
    state: GrowTag,
    talk: {
      keys: [
        { key: '← →', help: 'stage' },
        { key: 'm', help: 'measure' },
      ],
    },
    shortcuts: GROW_SHORTCUTS,
    performByKey: () => false,
  },
  {
    id: 'library',
    name: 'Library',
    key: 'l',
    question: 'What is on this device: models, tasks, prompts, runs?',
    page: lazy(async () => ({ default: (await import('../library/library-page.tsx')).LibraryPage })),
    state: null,
    ...WITHOUT_KEYS,
  },
];

/** Where a visit without an address begins. */
export const FIRST_PLACE = TRAIN;

/** The place that a hash such as `#/transfer` names; anything else is the first. */
export function placeOfHash(hash: string): Place {
  const id = /^#\/([a-z]+)$/.exec(hash)?.[1];
  return PLACES.find((place) => place.id === id) ?? FIRST_PLACE;
}
