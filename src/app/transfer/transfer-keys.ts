/** The keys of the place, as a table. The list of shortcuts reads it too, before anything else of the place is loaded. */

/** Goes on to the next measure of the matrix. */
export const MEASURE_KEY = 'm';

export const DRAWER_KEYS = {
  scatters: { key: 'c', name: 'Scatters' },
  neurons: { key: 'n', name: 'Neurons' },
  overlap: { key: 'o', name: 'Overlap' },
  recommendation: { key: 'r', name: 'Best start' },
  initialisation: { key: 'h', name: 'Head start' },
  masking: { key: 'x', name: 'Switch neurons off' },
  projection: { key: 'l', name: 'Other PLMs' },
  arithmetic: { key: 'a', name: 'Arithmetic' },
  tables: { key: 'b', name: 'Tables' },
  save: { key: 'e', name: 'Save' },
} as const;

export const TRANSFER_SHORTCUTS: readonly { readonly key: string; readonly help: string }[] = [
  { key: MEASURE_KEY, help: 'Next measure of the matrix' },
  { key: 'space', help: 'Pause the sweep, go on with it' },
  ...Object.values(DRAWER_KEYS).map(({ key, name }) => ({ key, help: `Open or close the drawer “${name}”` })),
];
