/**
 * Projectors that need no training: an affine map of the word embeddings of one PLM to those of another, fitted on the
 * words that both have, applied to prompts row by row. The baseline that a trained projector has to beat.
 */
import { CholeskyDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { ProjectionSettings } from '../../experiment/transfer/sweep-recipe.ts';
import { columnProducts } from './column-products.ts';
import { parameterCount, weightDims } from './projector-kinds.ts';
import type { AffineKind, ProjectorShape, TrainedProjector } from './projector-types.ts';
import { sharedVocabulary, type Anchors, type VocabularyOf } from './shared-vocabulary.ts';

/** y ≈ x·weight + bias, in float64. */
export interface AffineMap {
  /** [sourceWidth × targetWidth], row-major. */
  readonly weight: Float64Array;
  /** [targetWidth] */
  readonly bias: Float64Array;
}

/**
 * Added to the diagonal of XᵀX, as a share of its mean: keeps the equations solvable where words are fewer than
 * columns or columns depend on one another, and is too small to show elsewhere.
 */
const RIDGE = 1e-10;

interface Moments {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Products of the centred anchors. */
  readonly xx: Matrix;
  readonly xy: Matrix;
}

function moments({ count, sourceWidth, targetWidth, x, y }: Anchors): Moments {
  const means = (values: Float64Array, width: number): Float64Array => {
    const sums = new Float64Array(width);
    for (let at = 0; at < values.length; at += 1) sums[at % width] += values[at] / count;
    return sums;
  };
  const [meanX, meanY] = [means(x, sourceWidth), means(y, targetWidth)];
  const centredX = x.map((value, at) => value - meanX[at % sourceWidth]);
  const centredY = y.map((value, at) => value - meanY[at % targetWidth]);
  return {
    meanX,
    meanY,
    xx: columnProducts(centredX, centredX, count, sourceWidth, sourceWidth),
    xy: columnProducts(centredX, centredY, count, sourceWidth, targetWidth),
  };
}

/** The map that sends the mean of x to the mean of y. */
function through(weight: Matrix, { meanX, meanY }: Moments): AffineMap {
  const moved = Matrix.rowVector(meanX).mmul(weight);
  return {
    weight: Float64Array.from(weight.to1DArray()),
    bias: meanY.map((mean, at) => mean - moved.get(0, at)),
  };
}

/** The affine map with the least Σ ‖x·W + b − y‖². */
export function fitLeastSquares(anchors: Anchors): AffineMap {
  const found = moments(anchors);
  const { xx, xy } = found;
  const ridge = Matrix.eye(anchors.sourceWidth).mul(RIDGE * (xx.trace() / anchors.sourceWidth || 1));
  const solved = new CholeskyDecomposition(Matrix.add(xx, ridge)).solve(xy);
  return through(solved, found);
}

/**
 * The rotation R (rows or columns orthonormal where widths differ) that best aligns the centred embeddings: UVᵀ of the
 * singular value decomposition of XᵀY (Schönemann 1966), times the scale that is best for it.
 * @param withScale false leaves lengths as they are
 */
export function fitProcrustes(anchors: Anchors, withScale = true): AffineMap {
  const found = moments(anchors);
  const { xx, xy } = found;
  const svd = new SingularValueDecomposition(xy, { autoTranspose: true });
  const rank = Math.min(xy.rows, xy.columns);
  const thin = (vectors: Matrix): Matrix => vectors.subMatrix(0, vectors.rows - 1, 0, rank - 1);
  const rotation = thin(svd.leftSingularVectors).mmul(thin(svd.rightSingularVectors).transpose());
  // s = ⟨XR, Y⟩ / ‖XR‖²; the norm is that of X only where R keeps all of its columns.
  const alike = Matrix.mul(rotation, xy).sum();
  const length = Matrix.mul(xx.mmul(rotation), rotation).sum();
  return through(withScale && length > 0 ? rotation.mul(alike / length) : rotation, found);
}

const FITS: Readonly<Record<AffineKind, (anchors: Anchors) => AffineMap>> = {
  'least-squares': fitLeastSquares,
  procrustes: (anchors) => fitProcrustes(anchors),
};

export interface ClosedFormOptions {
  readonly settings: ProjectionSettings & { readonly projector: AffineKind };
  readonly source: VocabularyOf;
  readonly target: VocabularyOf;
}

/**
 * Fits an affine closed form on the shared vocabulary. It sees no prompt, so that for it every task is held out.
 * @throws LabError `tokenizer-mismatch` when the tokenizers share no entry
 */
export function fitProjector({ settings, source, target }: ClosedFormOptions): TrainedProjector {
  const started = performance.now();
  const map = FITS[settings.projector](sharedVocabulary(source, target));
  const shape: ProjectorShape = {
    sourceWidth: source.plm.width,
    targetWidth: target.plm.width,
    promptLength: 0,
    hidden: 0,
    activation: 'tanh',
  };
  const dims = weightDims(settings.projector, shape);
  return {
    settings,
    shape,
    weights: {
      weight: { dims: dims.weight, values: Float32Array.from(map.weight) },
      bias: { dims: dims.bias, values: Float32Array.from(map.bias) },
    },
    losses: [],
    parameters: parameterCount(settings.projector, shape),
    seconds: (performance.now() - started) / 1000,
  };
}
