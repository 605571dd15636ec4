import type { ReadingItem } from '../../../experiment/reader/items/reading-item.ts';
import { passageWords } from '../../../experiment/reader/items/prepare-item.ts';
import { isMentioned, nameOf, wordsIn, type Name } from '../../../experiment/reader/items/words.ts';
import type { LeftOut } from './reading-import.ts';

/** As in the paper: the few questions with more words in their passages are left out (specs/dynsan-reader.md, 1). */
export const MOST_WORDS = 5000;

/** Why nothing can be learnt from an item, or null. */
export function whyLeftOut(item: ReadingItem): LeftOut | null {
  if (wordsIn(item.query).length === 0 || wordsIn(item.answer).length === 0) return 'no-question';
  const passages = item.passages.map(passageWords).filter((words) => words.length > 0);
  if (passages.length === 0) return 'no-passages';
  if (item.kind === 'span' && /^(?:yes|no)$/i.test(item.answer.trim())) return 'yes-or-no';
  if (passages.reduce((sum, { length }) => sum + length, 0) > MOST_WORDS) return 'too-long';
  const answer = nameOf(item.answer);
  // The plural of a candidate counts as the candidate; a span is the answer or it isn't.
  const wanted: Name =
    item.kind === 'choice' ? answer : { ...answer, plural: answer.words[answer.words.length - 1] };
  return passages.some((words) => isMentioned(words, wanted)) ? null : 'no-answer';
}
