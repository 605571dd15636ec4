/**
 * Relative-space transfer (Wu, Wu & Mou, “Zero-Shot Continuous Prompt Transfer: Generalizing Task Semantics Across
 * Language Models”, ICLR 2024): what a virtual token is like among words that PLMs share is kept, where it lies is not.
 *
 * A row p is encoded as r_i = cos(p, a_i) over the source's embeddings a_i of shared words (the anchors), the k highest
 * kept. In the target it is sought again: x with the highest cos(B x, r), rows of B the target's unit embeddings of the
 * kept words. The authors search x by Adam from a random start, choosing among candidates by a validation set. Here it
 * is a closed form: B x is at its nearest to the direction of r where it is r's projection onto B's columns, so the
 * least-squares x = (BᵀB)⁻¹Bᵀr has the highest cosine there is, and no rows of any task are needed.
 *
 * The cosine leaves ‖x‖ open. The authors give the whole prompt the mean and the deviation of the target's embeddings,
 * with which a row's own length is lost. Here a row stays as long, counted in words: ‖x‖ / target's words = ‖p‖ /
 * source's words (root mean square norms of the anchors). Where a map is a rotation and a scale, it is undone exactly.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { dot, norm, row, sameLength, unitRows } from '../transfer/prompt-matrix.ts';
import { columnProducts } from './column-products.ts';

/** One PLM's embeddings of the shared words. */
export interface AnchorSpace {
  readonly count: number;
  readonly width: number;
  /** [count × width], each row of norm 1. */
  readonly directions: Float64Array;
  /** Root mean square of the words' norms. */
  readonly wordNorm: number;
}

/** A prompt beside the anchors of the PLM that it was trained on. */
export interface SourcePrompt {
  readonly prompt: SavedPrompt;
  readonly space: AnchorSpace;
}

/**
 * Added to the diagonal of BᵀB as a share of its mean: keeps the equations solvable where kept words depend on one
 * another, and is too small to show elsewhere.
 */
const RIDGE = 1e-10;

/** @param words embeddings of shared words, [count × width] */
export function anchorSpace(words: Float64Array, width: number): AnchorSpace {
  const count = words.length / width;
  const directions = Float64Array.from(unitRows({ length: count, width, values: words }).values);
  return { count, width, directions, wordNorm: norm(words) / Math.sqrt(count) };
}

/** r_i = cos(token, a_i), [count]; zeros for a token of zeros. */
export function relativeRepresentation(
  token: ArrayLike<number>,
  { count, width, directions }: AnchorSpace,
): Float64Array {
  const length = norm(token);
  if (length === 0) return new Float64Array(count);
  return Float64Array.from(
    { length: count },
    (_, at) => dot(token, directions.subarray(at * width, (at + 1) * width)) / length,
  );
}

/** Indices of the `kept` highest similarities, the highest first; of equal ones the first. */
export function nearestAnchors(similarities: Float64Array, kept: number): readonly number[] {
  return Array.from(similarities.keys())
    .sort((a, b) => similarities[b] - similarities[a] || a - b)
    .slice(0, kept);
}

/**
 * The direction whose similarities to the anchors `kept` are the nearest to `similarities` by their cosine, of norm 1;
 * zeros where all similarities kept are 0.
 */
export function soughtDirection(
  similarities: Float64Array,
  kept: readonly number[],
  { width, directions }: AnchorSpace,
): Float64Array {
  const anchors = new Float64Array(kept.length * width);
  kept.forEach((from, to) => anchors.set(directions.subarray(from * width, (from + 1) * width), to * width));
  const wanted = Float64Array.from(kept, (at) => similarities[at]);
  const gram = columnProducts(anchors, anchors, kept.length, width, width);
  const ridge = Matrix.eye(width).mul(RIDGE * (gram.trace() / width || 1));
  const solved = new CholeskyDecomposition(Matrix.add(gram, ridge)).solve(
    columnProducts(anchors, wanted, kept.length, width, 1),
  );
  const found = Float64Array.from(solved.to1DArray());
  const length = norm(found);
  return length === 0 ? found : found.map((value) => value / length);
}

/**
 * The target's prompt whose rows are to the target's words what the sources' rows are to theirs. Of several sources the
 * relative representations are averaged before the highest are kept, and so are lengths.
 * @param sources at least one; the anchors of all, and the target's, are the same words in the same order
 * @param kept anchors kept a row
 * @returns [length × target width]
 * @throws LabError `prompt` when sources are not as long as one another
 */
export function relativePrompt(
  sources: readonly SourcePrompt[],
  target: AnchorSpace,
  kept: number,
): SavedPrompt {
  const [{ prompt: first }] = sources;
  for (const { prompt } of sources) sameLength(first, prompt);
  const { width } = target;
  const values = new Float32Array(first.length * width);
  for (let token = 0; token < first.length; token += 1) {
    const similarities = new Float64Array(target.count);
    let words = 0;
    for (const { prompt, space } of sources) {
      const own = row(prompt, token);
      relativeRepresentation(own, space).forEach((value, at) => (similarities[at] += value / sources.length));
      words += norm(own) / space.wordNorm / sources.length;
    }
    const direction = soughtDirection(similarities, nearestAnchors(similarities, kept), target);
    values.set(
      direction.map((value) => value * words * target.wordNorm),
      token * width,
    );
  }
  return { length: first.length, width, values };
}
