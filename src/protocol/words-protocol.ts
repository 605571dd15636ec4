/**
 * What the page and the worker of words say to one another: requests through Comlink (`WordsService`), how far loading and
 * reading are over one MessagePort. What a request needs is loaded for the first one and kept.
 */
import type { ExpandedClass, ExpansionSettings } from '../experiment/verbalizer/expansion.ts';
import type { VerbalizeSweep } from '../experiment/verbalizer/verbalize-recipe.ts';
import type { WordLogits } from '../experiment/verbalizer/word-logits.ts';
import type { Answer } from './answer.ts';

export interface WordsEvent {
  readonly kind: 'progress';
  readonly what: string;
  /** Of 1; null where it isn't known. */
  readonly share: number | null;
}

/** One template of a task, as a recipe asks it. */
export interface AskedTemplate {
  readonly recipe: VerbalizeSweep;
  readonly task: string;
  readonly template: number;
}

export interface WordsService {
  connect(events: MessagePort): Promise<void>;
  /** Texts of the first test rows. */
  texts(task: string, rows: number): Promise<Answer<readonly string[]>>;
  /** Word logits of the recipe's rows and of the support set that `seed` draws. */
  look(asked: AskedTemplate, seed: number): Promise<Answer<WordLogits>>;
  /** Logit of each column of `WordLogits` for a text of one's own. */
  read(asked: AskedTemplate, text: string): Promise<Answer<Float32Array>>;
  /** @param plm whose embeddings are looked through; null for none */
  expand(
    seeds: readonly (readonly string[])[],
    settings: ExpansionSettings,
    plm: string | null,
  ): Promise<Answer<readonly ExpandedClass[]>>;
}
