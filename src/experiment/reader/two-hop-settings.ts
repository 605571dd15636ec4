/** What a two-hop reading set is made of (specs/dynsan-reader.md, 16). */
import { LabError } from '../../errors/lab-error.ts';
import { BOUNDS, type Bounds } from '../bounds.ts';
import { PLACEHOLDERS } from './items/vocabulary.ts';

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

/** The set that ships: the one that a reader is trained on unless somebody says otherwise (0.2). */
export const SHIPPED_TWO_HOP: TwoHopSettings = { ...USUAL_TWO_HOP, candidates: 4 };

export const TWO_HOP_BOUNDS = {
  seed: BOUNDS.seed,
  candidates: { low: 2, high: 16, whole: true },
  hard: { low: 0, high: 4, whole: true },
} as const satisfies Readonly<Record<string, Bounds>>;

/** A chain has two titles, an answer and its confounders' titles. @throws LabError `argument` where placeholders run out */
export function checkPlaceholders({ candidates, masked, hard }: TwoHopSettings): void {
  const names = candidates * (3 + hard);
  if (!masked || names <= PLACEHOLDERS) return;
  throw new LabError({
    code: 'argument',
    message: `Masked items of ${candidates} candidates have ${names} names, and there are ${PLACEHOLDERS} placeholders.`,
    remedy: 'Ask for fewer candidates, for fewer passages that lead nowhere, or for plain text.',
    where: 'candidates',
  });
}

/** Whether it is the set that ships. */
export const isShipped = ({ seed, candidates, masked, hard }: TwoHopSettings): boolean =>
  seed === SHIPPED_TWO_HOP.seed &&
  candidates === SHIPPED_TWO_HOP.candidates &&
  masked === SHIPPED_TWO_HOP.masked &&
  hard === SHIPPED_TWO_HOP.hard;
