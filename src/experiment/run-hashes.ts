/** SHA-256 of what a run depends on beside its recipe: a name alone doesn't tell whether it is the same PLM or task. */

export interface RunHashes {
  /** Of all weights of the PLM, with their names and shapes. */
  readonly plm: string;
  /** Of tokenizer.json and tokenizer_config.json. */
  readonly tokenizer: string;
  /** Of the task's rows, labels, template and label words. */
  readonly task: string;
}

export type HashedPart = 'PLM' | 'tokenizer' | 'task';

const PARTS: readonly (readonly [keyof RunHashes, HashedPart])[] = [
  ['plm', 'PLM'],
  ['tokenizer', 'tokenizer'],
  ['task', 'task'],
];

/** What is another than it was; nothing where either side is unknown. */
export function changedParts(before: RunHashes | null, after: RunHashes | null): readonly HashedPart[] {
  if (before === null || after === null) return [];
  return PARTS.filter(([field]) => before[field] !== after[field]).map(([, part]) => part);
}
