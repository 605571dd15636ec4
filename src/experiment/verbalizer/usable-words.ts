/** What of a class's words a PLM can be asked for. */
import type { CandidateWord } from './word-logits.ts';

/** Why a word of the list doesn't reach the mask's logits. */
export type UnusableWord =
  /** It is several tokens, and only words of one count. */
  | 'several-tokens'
  /** The tokenizer writes it with its unknown token. */
  | 'unknown'
  /** Another class has it too, named by `with`. */
  | 'shared'
  /** Its class has it already. */
  | 'repeated';

export interface LeftWord {
  readonly word: string;
  readonly why: UnusableWord;
  readonly with?: string;
}

export interface UsableClass {
  readonly label: string;
  /** Words of the list as it came. */
  readonly listed: number;
  /** The first is the class's name. */
  readonly words: readonly CandidateWord[];
  /** The words of the manual verbalizer. */
  readonly manual: readonly CandidateWord[];
  readonly dropped: readonly LeftWord[];
}
