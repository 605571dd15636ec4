/**
 * What a transfer sweep says, as plain data: everything that the page's figures show and that `lab report` prints.
 * Accuracies run from 0 to 1. Matrices are [target][source], in the order of `tasks`; null where nothing was measured.
 */
import type { BaselineName } from '../baselines.ts';
import type { Estimate } from '../estimate.ts';
import type { Interval } from '../statistics.ts';
import type { EarlyLooksReport, NullRatios } from './early-look-report.ts';
import type { MaskingReport } from './masking-report.ts';
import type { TransferSweep } from './sweep-recipe.ts';

export type { Estimate };

export type TaskMatrixOf<T> = readonly (readonly T[])[];

/** What needs no training and no other task's prompt, where it is best. */
export interface TaskFloor {
  readonly name: BaselineName;
  readonly accuracy: number;
}

/** A difference of accuracies on the same rows, and its 95 % interval over rows and seeds. */
export interface PairedDifference {
  readonly mean: number;
  readonly interval: Interval;
}

/** Whether a prompt of a task has learnt anything that could be carried over: how far it lies above the floor. */
export type ToTransfer =
  /** The own prompt is reliably above the floor. */
  | { readonly kind: 'something'; readonly floor: TaskFloor; readonly gain: PairedDifference }
  /** The interval of the gain holds 0. */
  | { readonly kind: 'nothing'; readonly floor: TaskFloor; readonly gain: PairedDifference }
  /** The own prompt was not scored, or on too few rows, or the numbers come without rows. */
  | { readonly kind: 'unknown' };

export interface ReportedTask {
  readonly name: string;
  readonly family: string;
  readonly classes: number;
  /** Accuracy of always saying the most frequent class of the test rows. */
  readonly majority: number;
  readonly testRows: number;
  /** Accuracy of its own trained prompt, of prompts drawn as initial ones are, and of the template alone. */
  readonly own: Estimate | null;
  readonly random: Estimate | null;
  readonly noPrompt: number | null;
  readonly toTransfer: ToTransfer;
}

export interface TransferCell {
  readonly accuracy: Estimate;
  /** Accuracy of the target's own prompt on the rows of this cell, which leave out those that leak: what it is set against. */
  readonly own: number;
  /** 100 · acc(source’s prompt) / acc(own prompt), the paper’s relative performance; in %. */
  readonly relative: Estimate;
  /**
   * (acc(source’s prompt) − floor) / (acc(own) − floor), the target's floor on the rows of this cell; null where the
   * target has nothing to transfer.
   */
  readonly recovery: Estimate | null;
  /** Accuracy of the source's prompt minus that of the own one on the same rows; null for the own prompt. */
  readonly difference: PairedDifference | null;
  /** Test rows counted, and rows left out because the source's training rows hold them. */
  readonly rows: number;
  readonly leaked: number;
}

/** Mean over ordered pairs of different tasks; intervals are clustered by task, with the error of the seeds. */
export interface PairMean {
  readonly pairs: number;
  readonly relative: Estimate | null;
  readonly recovery: Estimate | null;
}

export interface Correlation {
  readonly rho: number;
  readonly interval: Interval | null;
  /** Targets (per target) or ordered pairs (pooled). */
  readonly count: number;
}

export interface IndicatorReport {
  /** Such as `C_average` or `ON`. */
  readonly name: string;
  /** What was taken away or changed before comparing, in words; empty for the paper's form. */
  readonly variant: string;
  /** One sentence: what it compares. */
  readonly meaning: string;
  /** Similarity of the two tasks' prompts, mean over seeds. */
  readonly values: TaskMatrixOf<number | null>;
  readonly sameType: number | null;
  readonly differentType: number | null;
  /**
   * Spearman's ρ with accuracy over the sources of a target, mean over targets; self pairs left out. Of this and what
   * follows only targets with something to transfer are part.
   */
  readonly perTarget: Correlation | null;
  /** Spearman's ρ with relative performance over all ordered pairs, self pairs left out. */
  readonly pooled: Correlation | null;
  /** Spearman's ρ with recovery over the same pairs. */
  readonly pooledRecovery: Correlation | null;
  /** As `pooled`, given whether the two tasks are of one type. */
  readonly partial: number | null;
}

/** Which indicator ranks sources best, if one does. Indicators by their position in the report's list. */
export interface IndicatorRanking {
  /** By their per-target ρ, highest first; those without are left out. */
  readonly order: readonly number[];
  /**
   * ρ per target of the first minus that of the next, paired over targets. The interval is Student's at
   * 1 − 0.05 / `compared` (Bonferroni), since the first was chosen among so many more.
   */
  readonly lead: { readonly mean: number; readonly interval: Interval; readonly compared: number } | null;
  /** The first stands out where such an interval against each of the others is above 0. */
  readonly finding: { readonly kind: 'stands-out'; readonly indicator: number } | { readonly kind: 'none' };
}

/** What carrying prompts over comes to where targets aren't compared with one another. */
export interface WithinTarget {
  /**
   * Accuracy with prompts of the target's type minus accuracy with prompts of other types, mean over targets that have
   * both; a share, so × 100 in points. The interval is clustered by task, with the error of the seeds: what other tasks
   * of such families would show.
   */
  readonly difference: Estimate;
  /** 95 %, Student's over seeds alone: what these very tasks would show with other seeds. null for too few seeds. */
  readonly seedInterval: Interval | null;
  /** The difference on each task as the target, mean over seeds; null where it has no source of one kind. */
  readonly targets: readonly (number | null)[];
}

/** The first thing that a sweep says. */
export interface TransferHeadline {
  readonly within: WithinTarget | null;
  /** The paper's indicator ON against recovery, pooled over pairs. */
  readonly pooledRecovery: Correlation | null;
  /** Targets by whether they have something to transfer; those with nothing are left out of recovery and correlations. */
  readonly targets: { readonly something: number; readonly nothing: number; readonly unknown: number };
}

export interface CurvePoint {
  readonly step: number;
  readonly accuracy: number;
}

/** A speed-up as a number, or that the result was never reached. */
export type SpeedUp =
  { readonly kind: 'reached'; readonly factor: number } | { readonly kind: 'not-reached' };

export interface SpeedUps {
  /** s*(random start) / s*(transferred start). */
  readonly converged: SpeedUp;
  /** s*(random start) / first step at which the transferred start is as good as the best of the random start. */
  readonly comparable: SpeedUp;
}

export interface InitialisationReport {
  /** How the source's prompt came to the PLM that is trained; null for the sweep's own, where it was trained. */
  readonly projected: { readonly by: string; readonly toPlm: string } | null;
  readonly source: number;
  readonly target: number;
  /** Dev accuracy over steps, one curve a seed; both starts on the same rows in the same order. */
  readonly fromRandom: readonly (readonly CurvePoint[])[];
  readonly fromSource: readonly (readonly CurvePoint[])[];
  /** One a seed, by what is counted. */
  readonly steps: readonly SpeedUps[];
  readonly flops: readonly SpeedUps[];
  readonly seconds: readonly SpeedUps[];
  /** The same ratios between random starts of different seeds; null for one seed. */
  readonly nulls: Readonly<Record<'steps' | 'flops' | 'seconds', NullRatios | null>>;
  /** Both starts at the recipe's early looks; null in a sweep without them. */
  readonly early: EarlyLooksReport | null;
  /** Test accuracy of the best step of each start. */
  readonly testFromRandom: Estimate | null;
  readonly testFromSource: Estimate | null;
  /** Steps between two dev evaluations: the resolution of the speed-ups. */
  readonly evalEvery: number;
}

/** Activations of one task's prompt, mean over seeds; [layers × neurons], layer 0 nearest the input. */
export interface NeuronReport {
  readonly task: number;
  readonly layers: number;
  readonly neurons: number;
  readonly values: Float32Array;
}

/** How often two tasks' prompts activate the same neurons while they are trained. */
export interface OverlapOverSteps {
  readonly tasks: readonly [number, number];
  readonly points: readonly { readonly step: number; readonly on: Estimate }[];
}

/** One way to rank a bank of prompts for a new task, checked against the transfers measured; over targets and seeds. */
export interface RecommendationReport {
  /** Such as `C_average`, `ON` or `dev loss after 10 steps`. */
  readonly by: string;
  /** Spearman's ρ with the true accuracies. */
  readonly rho: Estimate | null;
  /** Share of targets for which the prompt ranked first is the best one. */
  readonly topHit: Estimate;
  /** Accuracy lost by taking the prompt ranked first instead of the best. */
  readonly regret: Estimate;
  /** By target, the source recommended with the first seed; null where there is no recommendation. */
  readonly recommended: readonly (number | null)[];
}

export interface ProjectionRow {
  readonly target: number;
  /** Whether the projector saw prompts of this task in training. */
  readonly trained: boolean;
  /** The right source prompt, and the controls; accuracies on the target PLM. */
  readonly projected: Estimate;
  readonly zero: Estimate;
  readonly noise: Estimate;
  readonly shuffled: Estimate;
  readonly otherTask: Estimate;
  /** The target PLM's own trained prompt and a random prompt. */
  readonly own: Estimate | null;
  readonly random: Estimate | null;
}

export interface ProjectionReport {
  readonly projector: string;
  readonly objective: string;
  readonly toPlm: string;
  readonly parameters: number;
  readonly trainTasks: readonly number[];
  readonly heldOutTasks: readonly number[];
  readonly rows: readonly ProjectionRow[];
  /** Pairwise cosine of the projected prompts, mean over seeds. */
  readonly cosines: TaskMatrixOf<number>;
  readonly collapsed: boolean;
  /** Accuracy with the right source prompt minus that with another task's, mean over tasks. */
  readonly sourceSwapGap: Estimate;
  /** Training loss over steps, one curve a seed; empty for closed forms. */
  readonly losses: readonly (readonly number[])[];
}

/** start + λ · (sum of tasks’ vectors) on a target; all accuracies are on the same rows. */
export interface ArithmeticReport {
  /** Whose vectors were added; one or two. */
  readonly tasks: readonly number[];
  readonly onto: 'own-start' | 'other-start';
  /** λ */
  readonly scale: number;
  readonly target: number;
  /** Test rows counted: those that none of the tasks was trained on. */
  readonly rows: number;
  readonly accuracy: Estimate;
  /** With a random vector instead, row by row as long; null for λ = 0, where there is none. */
  readonly random: Estimate | null;
  /** Accuracy minus that with the random vector, paired over rows and seeds. */
  readonly difference: PairedDifference | null;
  /** The target’s own prompt. */
  readonly own: Estimate | null;
  /** The other start alone, or untrained prompts like the own one. */
  readonly untrained: Estimate | null;
}

/** What is asked beyond the matrix, a section each; an empty list where nothing was. */
export interface ReportSections {
  readonly ranking: IndicatorRanking;
  readonly indicators: readonly IndicatorReport[];
  readonly initialisation: readonly InitialisationReport[];
  readonly neurons: readonly NeuronReport[];
  readonly overlapOverSteps: readonly OverlapOverSteps[];
  readonly masking: readonly MaskingReport[];
  readonly recommendations: readonly RecommendationReport[];
  readonly projections: readonly ProjectionReport[];
  readonly arithmetic: readonly ArithmeticReport[];
}

/** Of numbers that come without rows and seeds. */
export const NO_HEADLINE: TransferHeadline = {
  within: null,
  pooledRecovery: null,
  targets: { something: 0, nothing: 0, unknown: 0 },
};

/** The sections of a matrix of which nothing else is known. */
export const NO_SECTIONS: ReportSections = {
  ranking: { order: [], lead: null, finding: { kind: 'none' } },
  indicators: [],
  initialisation: [],
  neurons: [],
  overlapOverSteps: [],
  masking: [],
  recommendations: [],
  projections: [],
  arithmetic: [],
};

export interface TransferReport extends ReportSections {
  /** Of the sweep; null where the numbers are published ones. */
  readonly recipe: TransferSweep | null;
  readonly plm: string;
  readonly start: 'shared' | 'own';
  readonly seeds: readonly number[];
  readonly tasks: readonly ReportedTask[];
  readonly cells: TaskMatrixOf<TransferCell | null>;
  readonly headline: TransferHeadline;
  readonly sameType: PairMean;
  readonly differentType: PairMean;
  /** How the sweep was made: the command or the page, the engine, how much of it is done. */
  readonly madeBy: string;
  readonly engine: string;
  readonly done: number;
  readonly total: number;
}
