/** Where label words come from: files of the lab, which a disk or a server gives. */
import type {
  ExpandedClass,
  ExpandedWord,
  ExpansionSettings,
} from '../../experiment/verbalizer/expansion.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';

export interface WordSources {
  /** The lists of a preset, class after class. @throws LabError `argument` for none of that name */
  preset(name: string): Promise<readonly (readonly ExpandedWord[])[]>;
  /**
   * @param seeds class after class
   * @param opened the PLM whose embeddings are looked through, where they are asked for; null for none
   * @throws LabError what can't be loaded
   */
  expand(
    seeds: readonly (readonly string[])[],
    settings: ExpansionSettings,
    opened: { readonly plm: Plm; readonly tokenizer: LabTokenizer } | null,
  ): Promise<readonly ExpandedClass[]>;
}
