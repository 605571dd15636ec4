/** The six places of the lab. What isn't there yet says what it will be, and offers nothing that it can't do. */
export type PlaceId = 'train' | 'transfer' | 'words' | 'grow' | 'read' | 'library';

export interface Place {
  readonly id: PlaceId;
  readonly name: string;
  readonly question: string;
  /** Paragraphs of a place that isn't there yet. */
  readonly plan: readonly string[];
}

export const PLACES: readonly Place[] = [
  {
    id: 'train',
    name: 'Train',
    question: 'Can a soft prompt teach a frozen language model a task?',
    plan: [],
  },
  {
    id: 'transfer',
    name: 'Transfer',
    question: 'Does a soft prompt trained on one task help on another, or on another PLM?',
    plan: [],
  },
  {
    id: 'words',
    name: 'Words',
    question: 'Which words of the vocabulary stand for a class?',
    plan: [
      'Here a verbalizer will be built from a knowledge base’s related words: expanded, refined, calibrated, and weighted by learning.',
      'Bars will show the weight of each word in each class, and how a word’s prior probability changes its say.',
    ],
  },
  {
    id: 'grow',
    name: 'Grow',
    question: 'How much of a PLM does prompt tuning need to begin with?',
    plan: [
      'Here a soft prompt will train on a part of the PLM first, fewer layers or narrower ones, and the part will grow in stages to the whole.',
      'Curves over computation spent will show what that saves, and each point will say which part it was measured on.',
    ],
  },
  {
    id: 'read',
    name: 'Read',
    question: 'Which tokens does a reader keep when it answers a question?',
    plan: [
      'Here a reader will select tokens of several passages on its way to an answer, and the passage itself will be the figure: start and end probabilities, gates, attention between passages.',
    ],
  },
  {
    id: 'library',
    name: 'Library',
    question: 'What is on this device: models, tasks, prompts, runs?',
    plan: [],
  },
];

/** The place that a hash such as `#/words` names; anything else is Train. */
export function placeOfHash(hash: string): Place {
  const id = /^#\/([a-z]+)$/.exec(hash)?.[1];
  return PLACES.find((place) => place.id === id) ?? PLACES[0];
}
