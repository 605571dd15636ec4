/** The stages of a growing PLM as they are drawn: of a form, or of a run. */

export interface DrawnStage {
  /** Kept layers by number, rising. */
  readonly layers: readonly number[];
  /** Of each layer that is cut. */
  readonly neurons: number;
  /** First and last step, from 1. */
  readonly from: number;
  readonly to: number;
  /** Of a step on the whole PLM; null while it isn't known. */
  readonly relativeFlops: number | null;
}

export interface StagesInput {
  readonly stages: readonly DrawnStage[];
  /** Layers of the whole PLM, and neurons of its widest layer. */
  readonly depth: number;
  readonly widest: number;
  /** Step of the growing run that is under way; null for none. */
  readonly now: number | null;
}

export const stepsIn = ({ stages }: Pick<StagesInput, 'stages'>): number => stages.at(-1)?.to ?? 0;

/** Share of the whole run's operations that the stages cost; null where that of some stage isn't known. */
export function plannedCost(input: Pick<StagesInput, 'stages'>): number | null {
  const steps = stepsIn(input);
  return input.stages.reduce<number | null>(
    (sum, { relativeFlops, from, to }) =>
      sum === null || relativeFlops === null ? null : sum + (relativeFlops * (to - from + 1)) / steps,
    0,
  );
}

/** Whether a stage is the whole PLM. */
export const isWhole = (
  { layers, neurons }: Pick<DrawnStage, 'layers' | 'neurons'>,
  { depth, widest }: Pick<StagesInput, 'depth' | 'widest'>,
): boolean => layers.length >= depth && neurons >= widest;
