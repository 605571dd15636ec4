/**
 * Wraps a row of a task in a template: the filled template is tokenised as one string, then tokens of the texts
 * are cut from their ends until everything fits. The template, the mask and the special tokens always stay.
 */
import { LabError } from '../errors/lab-error.ts';
import { maskToken, partsBeforeAnswer, readKindOf, type ReadKind } from './read-kind.ts';
import type { Slot, Template } from './template.ts';
import type { Encoding, LabTokenizer, Span } from './tokenizer-types.ts';
import { truncatedLengths } from './truncate.ts';

export type Origin = 'template' | 'a' | 'b' | 'special';

export type ReadPosition =
  | { readonly kind: 'mask'; readonly index: number }
  | { readonly kind: 'last'; readonly index: number }
  /** Read at the decoder's `step`; `index` is the sentinel's place in the encoder's text. */
  | { readonly kind: 'decoder'; readonly index: number; readonly step: 0 };

export interface WrappedExample {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  readonly origins: readonly Origin[];
  /** Characters of the text `a` or `b` behind a token of that origin; null for all other tokens. */
  readonly spans: readonly (Span | null)[];
  readonly readPosition: ReadPosition;
  /** Number of text tokens that were cut. */
  readonly cut: number;
}

/** What a part of the template became in the filled text; `slot` is null for the template's own words. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly slot: Slot | null;
}

interface FilledTemplate {
  readonly text: string;
  readonly stretches: readonly Stretch[];
  readonly maskAt: number | null;
}

/**
 * `template` filled with `texts` and tokenised, at most `maxLength` tokens with the special ones.
 * Throws `template` when the template alone is longer or asks for a text `b` that isn't there.
 */
export function wrapExample(
  tokenizer: LabTokenizer,
  template: Template,
  texts: { readonly a: string; readonly b?: string },
  maxLength: number,
  kind: ReadKind = readKindOf(tokenizer),
): WrappedExample {
  const filled = fillTemplate(template, texts, kind, maskToken(tokenizer, kind));
  // Behind the text of a decoder-only model the answer comes, so nothing may be put there.
  const after = kind === 'last' ? [] : tokenizer.around.after;
  const { before } = tokenizer.around;
  const encoding = tokenizer.encode(filled.text, { addSpecialTokens: false });
  const owners = encoding.offsets.map((span) => ownerOf(filled.stretches, span));
  const kept = keptTokens(
    owners,
    filled.stretches,
    maxLength - before.length - after.length,
    template,
    maxLength,
  );
  const special = (ids: readonly number[]) => ids.map((id) => tokenizer.tokenOf(id) ?? '');
  const blank = (ids: readonly number[]) => ids.map(() => null);
  const slotOf = (token: number): Stretch | null => filled.stretches[owners[token] ?? -1] ?? null;
  return {
    ids: [...before, ...kept.map((i) => encoding.ids[i] ?? 0), ...after],
    tokens: [...special(before), ...kept.map((i) => encoding.tokens[i] ?? ''), ...special(after)],
    origins: [
      ...before.map((): Origin => 'special'),
      ...kept.map((i): Origin => slotOf(i)?.slot ?? 'template'),
      ...after.map((): Origin => 'special'),
    ],
    spans: [...blank(before), ...kept.map((i) => spanIn(slotOf(i), encoding.offsets[i])), ...blank(after)],
    readPosition: findReadPosition(kind, encoding, filled.maskAt, kept, before.length, tokenizer),
    cut: encoding.ids.length - kept.length,
  };
}

function fillTemplate(
  template: Template,
  texts: { readonly a: string; readonly b?: string },
  kind: ReadKind,
  mask: string | null,
): FilledTemplate {
  const parts = kind === 'last' ? partsBeforeAnswer(template) : template.parts;
  const stretches: Stretch[] = [];
  let text = '';
  let maskAt: number | null = null;
  for (const part of parts) {
    const start = text.length;
    if (part.kind === 'mask') maskAt = start;
    text +=
      part.kind === 'text'
        ? part.text
        : part.kind === 'mask'
          ? (mask ?? '')
          : slotText(template, texts, part.slot);
    stretches.push({ start, end: text.length, slot: part.kind === 'slot' ? part.slot : null });
  }
  return { text, stretches, maskAt };
}

function slotText(
  template: Template,
  texts: { readonly a: string; readonly b?: string },
  slot: Slot,
): string {
  const text = slot === 'a' ? texts.a : texts.b;
  if (text !== undefined) return text;
  throw new LabError({
    code: 'template',
    message: `The template "${template.source}" asks for a second text {b}, and the row has none.`,
    remedy: 'Use a template with {a} alone, or a task whose rows have a field `b`.',
    where: 'template',
  });
}

/** Index of the slot's stretch that a token lies in; −1 when any of it belongs to the template. */
function ownerOf(stretches: readonly Stretch[], [start, end]: Span): number {
  let owner = -1;
  for (let i = stretches.length - 1; i >= 0; i -= 1) {
    const stretch = stretches[i];
    if (stretch === undefined || start >= stretch.end) continue;
    if (end <= stretch.start && !(start === end && start === stretch.start)) continue;
    if (stretch.slot === null) return -1;
    owner = i;
  }
  return owner;
}

function keptTokens(
  owners: readonly number[],
  stretches: readonly Stretch[],
  budget: number,
  template: Template,
  maxLength: number,
): readonly number[] {
  const lengths = stretches.map((_, stretch) => owners.filter((owner) => owner === stretch).length);
  const left = truncatedLengths(lengths, Math.max(0, owners.length - budget));
  if (left === null) {
    const needed = maxLength - budget + owners.filter((owner) => owner < 0).length;
    throw new LabError({
      code: 'template',
      message: `The template "${template.source}" alone takes ${needed} tokens, more than the ${maxLength} allowed.`,
      remedy: `Shorten the template or raise the maximum length to more than ${needed}.`,
      where: 'template',
    });
  }
  const seen = stretches.map(() => 0);
  return owners.flatMap((owner, token) => {
    if (owner < 0) return [token];
    const nth = seen[owner] ?? 0;
    seen[owner] = nth + 1;
    return nth < (left[owner] ?? 0) ? [token] : [];
  });
}

function spanIn(stretch: Stretch | null, span: Span | undefined): Span | null {
  if (!stretch?.slot || span === undefined) return null;
  return [Math.max(0, span[0] - stretch.start), Math.min(stretch.end, span[1]) - stretch.start];
}

function findReadPosition(
  kind: ReadKind,
  encoding: Encoding,
  maskAt: number | null,
  kept: readonly number[],
  before: number,
  tokenizer: LabTokenizer,
): ReadPosition {
  if (kind === 'last') {
    const index = before + kept.length - 1;
    if (index >= 0) return { kind, index };
    throw new LabError({
      code: 'text-too-long',
      message: 'No token is left to read the answer at: text and template are empty.',
      remedy: 'Give a text, or a template with words in front of [MASK].',
      where: 'template',
    });
  }
  // A text may hold the mask's own spelling; the template's mask is the one at its place.
  const at = kept.findIndex(
    (i) => encoding.offsets[i]?.[0] === maskAt && (encoding.offsets[i]?.[1] ?? 0) > (maskAt ?? 0),
  );
  if (at < 0) {
    throw new LabError({
      code: 'tokenizer-mismatch',
      message: `The tokenizer doesn't keep its ${kind === 'mask' ? 'mask token' : 'sentinel'} in one piece.`,
      remedy: 'Check that tokenizer.json lists it under `added_tokens`.',
      where: tokenizer.special.mask === null ? 'tokenizer.json' : 'tokenizer.json added_tokens',
    });
  }
  return kind === 'mask' ? { kind, index: before + at } : { kind, index: before + at, step: 0 };
}
