/**
 * Everything that the page and the training worker say to one another, and nothing else: requests go through
 * Comlink (`TrainService`), events come back over one MessagePort as the union `TrainEvent`.
 */
import type { Artefacts } from '../experiment/artefacts.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import type { OwnText, SentenceReading } from '../experiment/stage-trace.ts';
import type { Checkpoint } from '../experiment/train-events.ts';
import type { PreviewWord } from '../text/preview-words.ts';
import type { PreviewToken, TextPreview } from '../text/preview-text.ts';
import type { UsableWords } from '../text/usable-words.ts';
import type { Answer } from './answer.ts';
import type { JobService } from './job-protocol.ts';

export type { OwnText, SentenceReading };
export type { PreviewToken, PreviewWord, TextPreview, UsableWords };

/** A stop sends a checkpoint first, and keeps the best prompt so far. */
export interface TrainService extends JobService<[recipe: Recipe, from: Checkpoint | null]> {
  /** While paused: exactly one optimiser step, then paused again. */
  oneStep(): Promise<void>;
  /**
   * What the PLM makes of a text of one's own with the template alone and with the prompt as it stands.
   * @param limit end of the scale of neurons; null takes it from this text
   */
  readSentence(text: OwnText, limit: number | null): Promise<SentenceReading>;
  /** As `readSentence`, with what was kept of a run or came from a file, while no run is under way. */
  readSentenceWith(
    recipe: Recipe,
    artefacts: Artefacts,
    text: OwnText,
    limit: number | null,
  ): Promise<Answer<SentenceReading>>;
  /** Checks a draft against the PLM's tokenizer and the task before anything is compiled. */
  checkRecipe(recipe: Recipe): Promise<readonly RecipeProblem[]>;
  /** Training row `row` and the label words as tokens; rows are counted from 0 and go round. */
  previewRow(recipe: Recipe, row: number): Promise<Answer<RowPreview>>;
  /** What of long lists of label words `plm` can use. */
  usableWords(
    plm: string,
    labels: readonly string[],
    labelWords: readonly (readonly string[])[],
  ): Promise<Answer<UsableWords>>;
}

/** A row of the task as the PLM sees it, and the words that it may answer with. */
export interface RowPreview {
  readonly row: number;
  readonly rows: number;
  /** Class of the row. */
  readonly label: string;
  /** A template or a length that doesn't fit is no reason not to show the words. */
  readonly text: Answer<TextPreview>;
  /** Of each class, in the order of `labels`. */
  readonly words: readonly (readonly PreviewWord[])[];
  readonly labels: readonly string[];
}

/** What is wrong with one field of a recipe; `severity: 'warning'` lets a run start. */
export interface RecipeProblem {
  readonly field: keyof Recipe;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}
