/** Relative-space transfer between two PLMs as a projector of the table. */
import { LabError } from '../../errors/lab-error.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { checkSourceWidth } from './apply-projector.ts';
import type { Projector } from './projector-types.ts';
import { anchorSpace, relativePrompt } from './relative-space.ts';
import { sharedWords, type VocabularyOf } from './shared-vocabulary.ts';

/**
 * Anchors kept a row, as a multiple of the target's width. The authors keep 8,192 for widths of 768 and 1,024; fewer
 * than one a column would leave directions open.
 */
const KEPT_A_COLUMN = 4;

/**
 * A projector with nothing to fit: it holds what both PLMs call the words that they share.
 * @throws LabError `tokenizer-mismatch` when they share fewer words than either PLM's embeddings have columns
 */
export function fitRelative(source: VocabularyOf, target: VocabularyOf): Projector {
  const started = performance.now();
  const [x, y] = sharedWords([source, target]);
  const [from, to] = [anchorSpace(x, source.plm.width), anchorSpace(y, target.plm.width)];
  const least = Math.max(from.width, to.width);
  if (from.count < least) throw tooFewWords(source, target, from.count, least);
  const kept = Math.min(to.count, KEPT_A_COLUMN * to.width);
  return {
    project: (prompt: SavedPrompt) => {
      checkSourceWidth(prompt, from.width);
      return relativePrompt([{ prompt, space: from }], to, kept);
    },
    losses: [],
    // No number is fitted: the anchors are the PLMs' own.
    parameters: 0,
    seconds: (performance.now() - started) / 1000,
  };
}

function tooFewWords(source: VocabularyOf, target: VocabularyOf, shared: number, least: number): LabError {
  return new LabError({
    code: 'tokenizer-mismatch',
    message: `The tokenizers of ${source.plm.name} and ${target.plm.name} share ${String(shared)} vocabulary entries; the relative projector needs at least ${String(least)}, as many as the wider embeddings have columns.`,
    remedy:
      'Train a projector (per-token, low-rank or whole-prompt), or choose PLMs with more words in common.',
    where: 'projector',
  });
}
