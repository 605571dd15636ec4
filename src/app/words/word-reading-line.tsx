/** What is known of the word under the pointer or with the focus, in a line; without one, what can be done with words. */
import type { ReactNode } from 'react';
import { withoutWords } from '../../experiment/verbalizer/leave-out.ts';
import { signedPoints } from '../../views/words/waterfall-words.ts';
import { formatValue } from '../../views/table-twin.ts';
import { senseColumns, WHY_NOT, type WordColumn } from './word-facts.ts';
import { SOURCE_NAMES } from './source-names.ts';
import { useWordsShown, type WordsReading } from './words-reading.ts';
import { useWordsView } from './words-view-store.ts';

export function WordReadingLine(): ReactNode {
  const { reading } = useWordsShown();
  const pointed = useWordsView((view) => view.pointed);
  const word = pointed === null ? undefined : reading?.columns.at(pointed);
  return (
    <p className="words-reading quiet" role="status">
      {reading === null
        ? ''
        : word === undefined
          ? 'Click a word to drop it or take it back; Shift-click its whole sense. All answers are recomputed.'
          : wordText(reading, word)}
    </p>
  );
}

function wordText(reading: WordsReading, word: WordColumn): string {
  const { of } = word;
  const path = of.path.length > 1 ? `: ${of.path.join(' ')}` : '';
  const tokens = of.tokens.length === 1 ? 'one token' : `tokens ${of.tokens.join(' ')}`;
  const sense = senseColumns(reading.columns, word).length;
  const parts = [
    `${SOURCE_NAMES[of.source]}${path}`,
    `score ${formatValue(of.score, 2)}`,
    tokens,
    ...(sense > 1 ? [`a sense of ${String(sense)} words`] : []),
    effectOf(reading, word.column),
  ];
  return `${of.word} · ${parts.join(' · ')}`;
}

function effectOf(reading: WordsReading, column: number): string {
  const why = reading.judged.leftOut.get(column);
  if (why !== undefined) return WHY_NOT[why].long;
  const without = withoutWords(reading.sums, [column]);
  if (without === null) return 'the only word of its class';
  const { flips, difference } = without;
  return `without it ${String(flips)} of ${String(reading.logits.truth.length)} answers flip, ${signedPoints(difference)} points`;
}
