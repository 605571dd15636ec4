import type { ReadingFormat, ReadingFormatName } from '../reading-import.ts';
import { hotpot } from './hotpot.ts';
import { quasarT } from './quasar-t.ts';
import { searchqa } from './searchqa.ts';
import { wikihop } from './wikihop.ts';

/** Formats in the order in which a file is tried with them. */
export const READING_FORMATS: Readonly<Record<ReadingFormatName, ReadingFormat>> = {
  wikihop,
  hotpot,
  'quasar-t': quasarT,
  searchqa,
};

export const READING_FORMAT_NAMES: readonly ReadingFormatName[] = [
  'wikihop',
  'searchqa',
  'quasar-t',
  'hotpot',
];
