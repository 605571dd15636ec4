/** Expands class names into label words, and keeps what was asked for last. */
import type { StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../errors/lab-error.ts';
import { DEFAULT_EXPANSION, type ExpansionSettings } from '../../../experiment/verbalizer/expansion.ts';
import type { ExpansionAsk, ExpansionState, WordsState } from '../words-lab-types.ts';
import type { MaskLine } from './mask-line.ts';

export class Expander {
  /** Of the last expansion. */
  settings: ExpansionSettings = DEFAULT_EXPANSION;

  constructor(
    private readonly store: StoreApi<WordsState>,
    private readonly masks: Pick<MaskLine, 'ask'>,
  ) {}

  /** @param plm whose embeddings are looked through, where they are asked for */
  expand({ seeds, sources, senses }: ExpansionAsk, plm: string): void {
    const settings = { ...DEFAULT_EXPANSION, sources, senses };
    this.settings = settings;
    const show = (expansion: ExpansionState): void => {
      // Another one may be under way by now.
      if (this.settings === settings) this.store.setState({ expansion, loading: null });
    };
    show({ kind: 'busy' });
    const embeddings = sources.includes('embeddings') ? plm : null;
    void this.masks
      .ask((service) => service.expand(seeds, settings, embeddings))
      .then(
        (classes) => show({ kind: 'done', classes }),
        (thrown: unknown) => show({ kind: 'failed', error: toErrorData(thrown) }),
      );
  }
}
