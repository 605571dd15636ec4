/** Which label word fits at the mask, with the soft prompt and without it, and the verdict in words. */
import { likeliest } from '../examples/judge-example.ts';

export interface WordBar {
  readonly word: string;
  /** The class that the word stands for, where its name is another. */
  readonly meaning: string | null;
  /** Probabilities, 0 to 1; null while they are not known. */
  readonly after: number | null;
  readonly before: number;
  readonly isLikeliest: boolean;
}

export interface WordsInput {
  readonly labels: readonly string[];
  readonly labelWords: readonly (readonly string[])[];
  readonly before: readonly number[];
  readonly after: readonly number[] | null;
}

/** Of many classes only the likeliest are shown. */
const MOST_BARS = 4;

export function wordBars({ labels, labelWords, before, after }: WordsInput): readonly WordBar[] {
  const top = likeliest(after ?? before);
  const bars = labels.map((label, index): WordBar => {
    const word = labelWords.at(index)?.at(0) ?? label;
    return {
      word,
      meaning: word.toLowerCase() === label.toLowerCase() ? null : label,
      after: after?.[index] ?? null,
      before: before[index],
      isLikeliest: index === top,
    };
  });
  if (bars.length <= MOST_BARS) return bars;
  const share = (bar: WordBar): number => bar.after ?? bar.before;
  return [...bars].sort((a, b) => share(b) - share(a)).slice(0, MOST_BARS);
}

export interface VerdictInput extends WordsInput {
  /** Index of the true class; null for a text of one's own. */
  readonly label: number | null;
  /** Whether the prompt still changes. */
  readonly isLive: boolean;
}

/** What the prompt did to the answer, in a sentence. */
export function verdict({ labels, labelWords, before, after, label, isLive }: VerdictInput): string {
  const word = (index: number): string => `“${labelWords.at(index)?.at(0) ?? labels[index]}”`;
  const [was, now] = [likeliest(before), likeliest(after ?? before)];
  if (after === null) return `${word(was)} without a soft prompt.`;
  const soFar = isLive ? ' so far' : '';
  if (was === now) {
    if (label === null) return `${word(now)} with and without it.`;
    return `${word(now)} with and without it: ${now === label ? 'right' : 'wrong'}${soFar}.`;
  }
  const became = `${word(was)} became ${word(now)}`;
  if (label === null) return `${became}.`;
  if (isLive) return `${became}: ${now === label ? 'right' : 'wrong'} so far.`;
  if (now === label) return `${became}: wrong became right.`;
  return was === label ? `${became}: right became wrong.` : `${became}: wrong either way.`;
}
