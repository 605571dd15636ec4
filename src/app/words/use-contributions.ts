/** How the sentence looked at is sorted: with one word a class, and with all steps that are on. */
import { useMemo } from 'react';
import { manualColumnsOf } from '../../experiment/verbalizer/word-logits.ts';
import { contributions, type ClassContribution } from '../../views/words/contributions.ts';
import type { OwnSentence } from './words-lab-types.ts';
import { useWords } from './words-lab-context.ts';
import { useWordsShown, type WordsReading } from './words-reading.ts';

export interface SentenceContributions {
  readonly one: readonly ClassContribution[];
  readonly now: readonly ClassContribution[];
  /** True class; null where nobody knows it. */
  readonly truth: number | null;
  /** Of the text before the one that is typed now. */
  readonly isStale: boolean;
}

interface Asked extends Pick<SentenceContributions, 'truth' | 'isStale'> {
  readonly logits: ArrayLike<number>;
}

function askedOf(sentence: OwnSentence, { columns, logits: { rows, truth } }: WordsReading): Asked | null {
  const stride = columns.length;
  if (sentence.kind === 'row') {
    const { row } = sentence;
    if (row >= truth.length) return null;
    return { logits: rows.subarray(row * stride, (row + 1) * stride), truth: truth[row], isStale: false };
  }
  const { logits, isRead } = sentence;
  return logits?.length === stride ? { logits, truth: null, isStale: !isRead } : null;
}

/** null while the logits of the sentence are not there. */
export function useContributions(): SentenceContributions | null {
  const { run, reading } = useWordsShown();
  const sentence = useWords((state) => state.sentence);
  return useMemo(() => {
    if (run === null || reading === null) return null;
    const asked = askedOf(sentence, reading);
    if (asked === null) return null;
    const { columns, judged, steps, logits } = reading;
    const { labels } = run.task;
    const common = {
      labels,
      words: columns.map(({ of }) => of.word),
      logits: asked.logits,
      prior: logits.prior,
    };
    return {
      one: contributions({ ...common, kept: manualColumnsOf(logits), isCalibrated: false }),
      now: contributions({ ...common, kept: judged.kept, isCalibrated: steps.calibrated }),
      truth: asked.truth,
      isStale: asked.isStale,
    };
  }, [run, reading, sentence]);
}
