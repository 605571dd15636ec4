/** Numbers of words, and the fixed vectors that stand for them. */
import { randomStream } from '../../random.ts';
import { stemOf } from './words.ts';

/** Placeholders that names are dealt to. */
export const PLACEHOLDERS = 64;

/** Length of a placeholder's vector (specs/dynsan-reader.md, 0.3). */
const PLACEHOLDER_LENGTH = 3;

/** Which vectors words have is part of the lab: no run draws it. */
const VECTOR_SEED = 0;

/** Word → number. 0 is padding, then come the placeholders `@0` … `@63`, then words as they are met. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** The number of a word; one not met before gets the next. */
  readonly numberOf: (word: string) => number;
}

/** The number of placeholder `@n`. */
export const placeholderNumber = (n: number): number => n + 1;

const placeholderOf = (word: string): number | null => (/^@\d+$/.test(word) ? Number(word.slice(1)) : null);

export function openVocabulary(): Vocabulary {
  const words = ['', ...Array.from({ length: PLACEHOLDERS }, (_, n) => `@${n}`)];
  const numbers = new Map(words.map((word, number) => [word, number]));
  return {
    words,
    numberOf: (word) => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, words.length);
      return words.push(word) - 1;
    },
  };
}

/**
 * The table [V, `width`] of the words' vectors; row 0, the padding, is zero. Words have random unit vectors that follow
 * from their stems alone, so a word has the same vector whatever else is in the vocabulary. Placeholders are orthogonal,
 * `width` of them, and of length 3; those beyond have random directions.
 */
export function wordVectors(vocabulary: Vocabulary, width: number): Float32Array {
  const table = new Float32Array(vocabulary.words.length * width);
  const axes = orthonormalRows(Math.min(PLACEHOLDERS, width), width);
  vocabulary.words.forEach((word, number) => {
    if (number === 0) return;
    const placeholder = placeholderOf(word);
    const vector = (placeholder === null ? undefined : axes[placeholder]) ?? unitVector(stemOf(word), width);
    const scale = placeholder === null ? 1 : PLACEHOLDER_LENGTH;
    table.set(
      vector.map((value) => scale * value),
      number * width,
    );
  });
  return table;
}

function unitVector(name: string, width: number): Float64Array {
  const random = randomStream(VECTOR_SEED, `word/${name}`);
  return normalised(Float64Array.from({ length: width }, () => random.normal()));
}

/** Gram and Schmidt, twice over so that float64 leaves nothing. */
function orthonormalRows(count: number, width: number): readonly Float64Array[] {
  const rows: Float64Array[] = [];
  for (let n = 0; n < count; n++) {
    const row = unitVector(`@${n}`, width);
    for (const before of [...rows, ...rows]) {
      const along = row.reduce((sum, value, at) => sum + value * before[at], 0);
      before.forEach((value, at) => (row[at] -= along * value));
    }
    rows.push(normalised(row));
  }
  return rows;
}

function normalised(row: Float64Array): Float64Array {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return row.map((value) => value / length);
}
