/** What a two-hop reading set is made of (specs/dynsan-reader.md, 16). */

export interface TwoHopSettings {
  readonly seed: number;
  readonly candidates: number;
  /** Titles and candidates are placeholders throughout. */
  readonly masked: boolean;
  /** Passages a chain that mention its bridge and lead nowhere. */
  readonly hard: number;
}

/** What `lab make-reading` makes unless somebody says otherwise. */
export const USUAL_TWO_HOP: TwoHopSettings = { seed: 13, candidates: 8, masked: false, hard: 0 };
