/** Reads a text of one's own a moment after it was typed last; what was read of an earlier text is not taken for it. */
import type { StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../../errors/lab-error.ts';
import type { AskedTemplate } from '../../../protocol/words-protocol.ts';
import type { OwnSentence, WordsState } from '../words-lab-types.ts';
import type { MaskLine } from './mask-line.ts';

/** Typing is over when nothing came for so long. */
const SETTLE_MS = 150;

export class OwnSentenceReader {
  private typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: StoreApi<WordsState>,
    private readonly masks: Pick<MaskLine, 'ask'>,
  ) {}

  /** @param asked how it is asked; null where nothing is shown that could ask */
  type(text: string, asked: AskedTemplate | null): void {
    const { sentence } = this.store.getState();
    const before = sentence.kind === 'typed' ? sentence.logits : null;
    this.show({ kind: 'typed', text, logits: before, isRead: false, error: null });
    clearTimeout(this.typing);
    if (asked === null || text.trim() === '') return;
    this.typing = setTimeout(() => void this.read(text, asked), SETTLE_MS);
  }

  private show(sentence: OwnSentence): void {
    this.store.setState({ sentence });
  }

  private async read(text: string, asked: AskedTemplate): Promise<void> {
    const read = await this.masks
      .ask((service) => service.read(asked, text))
      .then(
        (logits) => ({ logits, isRead: true, error: null }),
        (thrown: unknown) => ({ logits: null, isRead: false, error: toErrorData(thrown) }),
      );
    this.store.setState({ loading: null });
    const { sentence } = this.store.getState();
    if (sentence.kind === 'typed' && sentence.text === text) this.show({ kind: 'typed', text, ...read });
  }
}
