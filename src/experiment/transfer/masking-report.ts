/** What is known of a prompt while neurons are switched off. */
import type { Estimate, PairedDifference } from './transfer-report.ts';

export type MaskKind = 'own' | 'random' | 'other-task';

export interface MaskingPoint {
  /** Share of all neurons switched off, 0 to 1. */
  readonly share: number;
  readonly mask: MaskKind;
  readonly accuracy: Estimate;
}

/** Accuracy with the prompt's own neurons off minus that with as many random ones, mean over these masks. */
export interface MaskDifference {
  readonly share: number;
  readonly difference: PairedDifference;
}

/** Accuracy of one task's prompt on one target while neurons are switched off. */
export interface MaskingReport {
  readonly task: number;
  readonly target: number;
  readonly relation: 'own' | 'same-type' | 'different-type';
  readonly rows: number;
  readonly points: readonly MaskingPoint[];
  /** Of each share between none and all; those that weren't measured are left out. */
  readonly differences: readonly MaskDifference[];
  /** Own minus random, mean over these shares; null while no seed has them all. */
  readonly overall: PairedDifference | null;
  /** Accuracy with every neuron off; null where that wasn't asked. */
  readonly allOff: Estimate | null;
}
