/**
 * Where a PLM's answer is read. Masked models answer at the mask. Decoder-only models answer behind the last
 * token, so the template's mask must close the text. Encoder-decoder models (T5) answer at the decoder's first
 * step, and a sentinel stands at the mask's place.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Template, TemplatePart } from './template.ts';
import type { LabTokenizer } from './tokenizer-types.ts';

export type ReadKind = 'mask' | 'last' | 'decoder';

const SENTINEL = '<extra_id_0>';

/** What the vocabulary suggests: a mask token, else T5's first sentinel, else a decoder-only model. */
export function readKindOf(tokenizer: LabTokenizer): ReadKind {
  if (tokenizer.special.mask !== null) return 'mask';
  return tokenizer.idOf(SENTINEL) !== null ? 'decoder' : 'last';
}

/** The token that stands at the mask's place; null for `last`, where nothing does. Throws `tokenizer-mismatch`. */
export function maskToken(tokenizer: LabTokenizer, kind: ReadKind): string | null {
  if (kind === 'last') return null;
  const { mask } = tokenizer.special;
  const token = kind === 'decoder' ? SENTINEL : mask === null ? null : tokenizer.tokenOf(mask);
  if (token !== null && tokenizer.idOf(token) !== null) return token;
  throw new LabError({
    code: 'tokenizer-mismatch',
    message: kind === 'mask' ? 'The tokenizer has no mask token.' : `The tokenizer has no ${SENTINEL}.`,
    remedy: 'Choose a masked language model, or read the answer where this kind of model gives it.',
    where: 'tokenizer.json',
  });
}

/**
 * The parts of `template` up to the answer, for `last`: what follows the mask is left out when it is punctuation
 * alone, and so is the space in front of the mask, which belongs to the label word. Throws `template` otherwise.
 */
export function partsBeforeAnswer(template: Template): readonly TemplatePart[] {
  const at = template.parts.findIndex((part) => part.kind === 'mask');
  const after = template.parts.slice(at + 1);
  if (after.some((part) => part.kind !== 'text' || /[\p{L}\p{N}]/u.test(part.text))) {
    throw new LabError({
      code: 'template',
      message: `The template "${template.source}" goes on after [MASK], and this PLM only reads from left to right.`,
      remedy: 'Put [MASK] at the end, for example `{a} it was [MASK]`.',
      where: 'template',
    });
  }
  const before = template.parts.slice(0, at);
  const last = before.at(-1);
  if (last?.kind !== 'text') return before;
  return [...before.slice(0, -1), { kind: 'text', text: last.text.trimEnd() }];
}
