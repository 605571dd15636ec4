/** PLMs of the published matrices, as their file names them and as people know them. */
export const PUBLISHED_NAMES: readonly (readonly [string, string])[] = [
  ['Roberta', 'RoBERTa-base'],
  ['RobertaLarge', 'RoBERTa-large'],
  ['T5', 'T5-base'],
  ['T5Small', 'T5-small'],
];
