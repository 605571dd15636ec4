/** The keys of the place, as a table. The list of shortcuts reads it too, before anything else of the place is loaded. */

export const UNDO_KEY = 'z';
export const SENTENCE_KEY = 's';

export const DRAWER_KEYS = {
  words: { key: 'w', name: 'Words' },
  flips: { key: 'f', name: 'Flips' },
  'leave-out': { key: 'x', name: 'Leave out' },
  confusion: { key: 'c', name: 'Confusion' },
  support: { key: 'u', name: 'Support size' },
  learned: { key: 'h', name: 'Learn weights' },
  'all-tasks': { key: 'a', name: 'All tasks' },
  tables: { key: 'b', name: 'Tables' },
  save: { key: 'e', name: 'Save' },
} as const;

export const WORDS_SHORTCUTS: readonly { readonly key: string; readonly help: string }[] = [
  { key: '1', help: 'One word alone, and back to all steps' },
  { key: '2', help: 'Switch calibration' },
  { key: '3', help: 'Switch more words' },
  { key: '4', help: 'Switch refining' },
  { key: SENTENCE_KEY, help: 'To the sentence' },
  { key: UNDO_KEY, help: 'Undo the last word taken' },
  { key: 'space', help: 'Pause the run, go on with it' },
  ...Object.values(DRAWER_KEYS).map(({ key, name }) => ({ key, help: `Open or close the drawer “${name}”` })),
];
