/** The keys of the place, as a table. The list of shortcuts reads it too, before anything else of the place is loaded. */

/** What the curves are drawn against. */
export const AXIS_KEY = 'm';

export const DRAWER_KEYS = {
  stages: { key: 'n', name: 'Stages' },
  scores: { key: 'k', name: 'Neuron scores' },
  likeness: { key: 'i', name: 'Likeness' },
  published: { key: 'u', name: 'Published table' },
  tables: { key: 'b', name: 'Tables' },
  save: { key: 'e', name: 'Save' },
} as const;

export const GROW_SHORTCUTS: readonly { readonly key: string; readonly help: string }[] = [
  { key: AXIS_KEY, help: 'Draw the curves against FLOPs, seconds or steps' },
  { key: '← →', help: 'On the end of a stage: move it; with Shift by one step' },
  { key: '↑ ↓', help: 'On the end of a stage: its layers; with Shift its neurons' },
  { key: 'space', help: 'Pause the run, go on with it' },
  ...Object.values(DRAWER_KEYS).map(({ key, name }) => ({ key, help: `Open or close the drawer “${name}”` })),
];
