/** Counts as words, as sentences have them. */
const WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A count within a sentence: a word up to twelve, else digits. */
export const countWord = (count: number): string => (count < WORDS.length ? WORDS[count] : String(count));

/** With a capital, where a sentence begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
