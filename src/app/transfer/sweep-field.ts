/** Fields of the sweep's form that the recipe sentence leads to. */

export type SweepField = 'tasks' | 'plm' | 'seeds' | 'steps' | 'testRows';

/** Marks the field's place in the form. */
export const fieldMark = (field: SweepField): { readonly 'data-field': SweepField } => ({
  'data-field': field,
});

/** Selects the box to be filled in. */
export const fieldSelector = (field: SweepField): string => `[data-field="${field}"] :is(input, select)`;
