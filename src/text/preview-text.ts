/** A row as the PLM sees it, for people: every token of the filled template, the ones that were cut among them. */
import type { ReadKind } from './read-kind.ts';
import type { Template } from './template.ts';
import type { LabTokenizer, Span } from './tokenizer-types.ts';
import { wrapExample, type Origin, type WrappedExample } from './wrap-example.ts';

export interface PreviewToken {
  readonly token: string;
  readonly id: number;
  readonly origin: Origin;
  /** Cut, so that the PLM does not see it. */
  readonly isCut: boolean;
  /** Where the answer is read: the mask, a sentinel, or the last token. */
  readonly isAnswer: boolean;
}

export interface TextPreview {
  /** Of the cut ones the first are there. */
  readonly tokens: readonly PreviewToken[];
  /** Tokens that the PLM sees, without the soft prompt. */
  readonly length: number;
  /** Tokens that were cut. */
  readonly cut: number;
  /** How the answer is read. */
  readonly read: ReadKind;
}

/** A text of a million characters has no place on a page. */
const MOST_CUT_SHOWN = 60;

/** @throws LabError as `wrapExample` */
export function previewText(
  tokenizer: LabTokenizer,
  template: Template,
  texts: { readonly a: string; readonly b?: string },
  maxLength: number,
  read: ReadKind,
): TextPreview {
  const kept = wrapExample(tokenizer, template, texts, maxLength, read);
  const whole =
    kept.cut === 0 ? kept : wrapExample(tokenizer, template, texts, Number.MAX_SAFE_INTEGER, read);
  const tokens: PreviewToken[] = [];
  let seen = 0;
  let cutShown = 0;
  whole.ids.forEach((id, i) => {
    const isCut = !isSame(whole, i, kept, seen);
    if (isCut && cutShown === MOST_CUT_SHOWN) return;
    tokens.push({
      token: whole.tokens[i] ?? '',
      id,
      origin: whole.origins[i] ?? 'template',
      isCut,
      isAnswer: !isCut && seen === kept.readPosition.index,
    });
    if (isCut) cutShown += 1;
    else seen += 1;
  });
  return { tokens, length: kept.ids.length, cut: kept.cut, read };
}

/** Texts are cut at their ends, so what is kept comes in the order of the whole: a token is either the next one or cut. */
function isSame(whole: WrappedExample, i: number, kept: WrappedExample, k: number): boolean {
  const sameSpan = (x: Span | null | undefined, y: Span | null | undefined): boolean =>
    x?.[0] === y?.[0] && x?.[1] === y?.[1];
  return (
    whole.ids[i] === kept.ids[k] &&
    whole.origins[i] === kept.origins[k] &&
    sameSpan(whole.spans[i], kept.spans[k])
  );
}
