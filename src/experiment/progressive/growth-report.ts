/** What a sweep of growing PLMs says of one task: types of its report (design.md section 6, `lab grow`). */
import type { Interval } from '../statistics.ts';
import type { Estimate } from '../transfer/transfer-report.ts';
import type { ArmName, GrowthPoint } from './cells/arm.ts';
import type { GrowthSweep, NeuronSelection } from './growth-recipe.ts';

export interface ReportedStage {
  readonly layers: readonly number[];
  readonly neurons: number;
  /** Planned; with growth at a plateau runs may take others. */
  readonly steps: number;
  readonly from: number;
  readonly to: number;
  /** Steps that each seed's run took in it; null for a seed without one. */
  readonly stepsTaken: readonly (number | null)[];
  /** Mean of a step: from the compiled programs before the run, and from the run. */
  readonly flopsPerStep: { readonly predicted: number | null; readonly counted: number | null };
  /** Of the same steps on the whole PLM. */
  readonly relativeFlops: number | null;
  /** Of the same layers and neurons by the closed form (spec 6). */
  readonly closedFormRelative: number;
  readonly seconds: Estimate | null;
  /** Longest of the seeds': later ones find programs compiled. */
  readonly compileMs: number | null;
  readonly warmUpMs: number | null;
  readonly switchMs: number | null;
}

interface Cost {
  readonly grow: number;
  readonly full: number;
  readonly relative: number;
}

export interface ReportedArm {
  readonly name: ArmName;
  /** Mean over seeds, to whole steps. */
  readonly steps: number;
  readonly stepsBySeed: readonly (number | null)[];
  readonly test: Estimate | null;
  readonly dev: Estimate | null;
  readonly bestStep: readonly (number | null)[];
  /** Of a run's training steps, mean over seeds. */
  readonly flops: number;
  readonly seconds: number;
}

/** Paired by seed, on test rows. */
export interface ReportedDifference {
  readonly of: string;
  readonly mean: number;
  /** Student's, 95 %; null for fewer than three seeds. */
  readonly interval: Interval | null;
  readonly perSeed: readonly (number | null)[];
}

export interface ReportedCurve {
  readonly arm: ArmName;
  readonly seed: number;
  readonly points: readonly (GrowthPoint & { readonly seconds: number })[];
}

/** The prompts of a seed's growing run, read by parts of the PLM. */
export interface ReportedGrid {
  readonly seed: number;
  /** Layers of the parts, and neurons, rising. */
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Dev rows that were read. */
  readonly rows: number;
  /** At each evaluation, [depths × widths] accuracies. */
  readonly points: readonly { readonly step: number; readonly accuracy: readonly number[] }[];
}

/** Means over seeds. Prompts of one start are alike for that alone: the control has another one. */
export interface ReportedSimilarity {
  /** Numbers of two planned stages, from 0. */
  readonly between: readonly [number, number];
  readonly C_concat: number;
  readonly C_average: number;
  /** C_aligned: each row against the one in its place. */
  readonly perPosition: number;
  /** C_concat with a prompt of the second part that was trained from another start. */
  readonly otherStart: number | null;
  /** ON in the last three layers of the whole PLM, and with that prompt; null where no neurons were asked for. */
  readonly neuronOverlap: number | null;
  readonly otherStartOverlap: number | null;
}

export interface GrowthReport {
  readonly recipe: GrowthSweep;
  readonly plm: string;
  readonly task: string;
  readonly seeds: readonly number[];
  /** Of the learning rate; an arm with fewer steps has it over its own. */
  readonly schedule: string;
  /** Accuracy on test of always the most frequent class. */
  readonly majority: number;
  readonly stages: readonly ReportedStage[];
  readonly cost: {
    readonly flops: Cost | null;
    readonly seconds: Cost | null;
    readonly closedForm: { readonly relative: number };
  };
  readonly arms: readonly ReportedArm[];
  /** Against the partner of equal operations, or the first that was asked for; null without one. */
  readonly difference: ReportedDifference | null;
  /** Against every partner. */
  readonly differences: readonly ReportedDifference[];
  readonly curves: readonly ReportedCurve[];
  /** Kept neurons of the first stage, a list a feed-forward block; none where no stage cuts any. */
  readonly neurons: {
    readonly by: NeuronSelection;
    readonly rows: number;
    readonly split: 'train';
    readonly kept: readonly (readonly number[])[];
  } | null;
  /** Between prompts of parts of the PLM, for every two planned stages; empty where it was not asked for. */
  readonly similarity: readonly ReportedSimilarity[];
  /** Empty where it was not asked for. */
  readonly grid: readonly ReportedGrid[];
  readonly engine: string;
  readonly done: number;
  readonly total: number;
}
