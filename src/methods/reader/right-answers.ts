/** Whether a reader's answer is right. */
import type { PreparedItem, PreparedPassage } from '../../experiment/reader/items/prepare-item.ts';
import type { ItemAnswer } from './reader-session.ts';

/** Words of each place where the answer stands, as numbers. */
export const goldWords = ({ passages }: PreparedItem): readonly (readonly number[])[] =>
  passages.flatMap(({ spans, codes }: PreparedPassage) =>
    spans.map(([first, last]) => Array.from(codes.subarray(first, last + 1))),
  );

/** 1 for the right candidate, or for words that are the answer's; else 0. */
export function rightOf(item: PreparedItem, answer: ItemAnswer): number {
  if (item.gold >= 0) return answer.chosen === item.gold ? 1 : 0;
  const said = answer.words.join(' ');
  return goldWords(item).some((words) => words.join(' ') === said) ? 1 : 0;
}
