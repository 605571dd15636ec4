/**
 * What a matrix of zero-shot transfers comes to (Su et al. 2022): relative performance and recovery of each pair of tasks,
 * and their means over pairs of one type and of different types. Matrices are [target][source]; scores may be shares or
 * per cent, as long as all are the same.
 */
import { LabError } from '../../errors/lab-error.ts';

export type ScoreMatrix = readonly (readonly number[])[];

export interface TransferScores {
  /** One a task; equal names are one type. */
  readonly families: readonly string[];
  /** Score of each source's prompt on each target. */
  readonly scores: ScoreMatrix;
  /** Score of a random prompt on each target; null where there is none. */
  readonly random: readonly (number | null)[];
}

/** rel(s → t) = 100 · score(s → t) / score(t → t), in %; [target][source]. */
export function relativePerformance(scores: ScoreMatrix): ScoreMatrix {
  return scores.map((row, target) => row.map((score) => (100 * score) / row[target]));
}

/**
 * rec(s → t) = (score(s → t) − random(t)) / (score(t → t) − random(t)), 1 for a prompt as good as the target's own and 0
 * for one as good as none; [target][source]. null where the own prompt is no better than the random one.
 */
export function recovery({
  scores,
  random,
}: Pick<TransferScores, 'scores' | 'random'>): readonly (readonly (number | null)[])[] {
  return scores.map((row, target) => {
    const chance = random[target];
    const gain = chance === null ? 0 : row[target] - chance;
    return row.map((score) => (chance === null || gain <= 0 ? null : (score - chance) / gain));
  });
}

export interface TypeMeans {
  /** Mean over ordered pairs of different tasks of one type, and of different types; null where there are none. */
  readonly sameType: number | null;
  readonly differentType: number | null;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}

/** The values of the ordered pairs of different tasks of which `wanted` holds. */
function pairsOf<T>(
  matrix: readonly (readonly T[])[],
  families: readonly string[],
  wanted: 'same' | 'different',
): readonly T[] {
  return matrix.flatMap((row, target) =>
    row.filter(
      (_, source) => source !== target && (families[source] === families[target]) === (wanted === 'same'),
    ),
  );
}

/** Means of a task × task matrix; pairs without a value are left out. */
export function typeMeans(
  matrix: readonly (readonly (number | null)[])[],
  families: readonly string[],
): TypeMeans {
  return {
    sameType: mean(pairsOf(matrix, families, 'same')),
    differentType: mean(pairsOf(matrix, families, 'different')),
  };
}

export interface TransferSummary {
  readonly tasks: number;
  /** Mean score of the tasks' own prompts. */
  readonly own: number;
  readonly pairs: { readonly sameType: number; readonly differentType: number };
  /** In %. */
  readonly relative: TypeMeans & { readonly random: number | null };
  readonly recovery: TypeMeans;
  /** Shares of the pairs of different types whose score is below the random prompt's, and not above it. */
  readonly belowRandom: number | null;
  readonly notAboveRandom: number | null;
}

/** @throws LabError `argument` when the matrix, the families and the random scores are not of the same tasks */
export function summariseTransfer(transfer: TransferScores): TransferSummary {
  const { families, scores, random } = transfer;
  const tasks = families.length;
  if (
    tasks === 0 ||
    scores.length !== tasks ||
    random.length !== tasks ||
    scores.some((row) => row.length !== tasks)
  )
    throw new LabError({
      code: 'argument',
      message: 'The scores are no square matrix with a family and a random score for each task.',
      remedy: 'Give a row and a column a task, in one order.',
    });
  const gains = scores.map((row, target) => {
    const chance = random[target];
    return row.map((score) => (chance === null ? null : score - chance));
  });
  const across = pairsOf(gains, families, 'different');
  const relative = relativePerformance(scores);
  return {
    tasks,
    own: scores.reduce((sum, row, target) => sum + row[target], 0) / tasks,
    pairs: { sameType: pairsOf(scores, families, 'same').length, differentType: across.length },
    relative: {
      ...typeMeans(relative, families),
      random: mean(random.map((score, t) => (score === null ? null : (100 * score) / scores[t][t]))),
    },
    recovery: typeMeans(recovery(transfer), families),
    belowRandom: mean(across.map((gain) => (gain === null ? null : Number(gain < 0)))),
    notAboveRandom: mean(across.map((gain) => (gain === null ? null : Number(gain <= 0)))),
  };
}
