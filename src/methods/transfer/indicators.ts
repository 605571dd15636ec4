/** Every indicator that prompts alone give, and its matrix over several prompts. */
import { cMatched } from './matched-similarity.ts';
import type { PromptMatrix } from './prompt-matrix.ts';
import { cAligned, cAverage, cConcat, eAverage, eConcat } from './prompt-similarity.ts';

export interface IndicatorOfPrompts {
  readonly of: (a: PromptMatrix, b: PromptMatrix) => number;
  /** Compares row with row, so that both prompts must be of one length. */
  readonly aligned: boolean;
}

export const PROMPT_INDICATORS = {
  C_concat: { of: cConcat, aligned: true },
  C_average: { of: cAverage, aligned: false },
  E_concat: { of: eConcat, aligned: true },
  E_average: { of: eAverage, aligned: false },
  C_aligned: { of: cAligned, aligned: true },
  C_matched: { of: cMatched, aligned: false },
} as const satisfies Readonly<Record<string, IndicatorOfPrompts>>;

export type PromptIndicator = keyof typeof PROMPT_INDICATORS;

export const PROMPT_INDICATOR_NAMES = Object.keys(PROMPT_INDICATORS) as readonly PromptIndicator[];

/**
 * `indicator` between all of `prompts`, rows and columns in their order. null where an indicator that compares row with
 * row meets prompts of different lengths. Throws `prompt` for prompts of different widths.
 */
export const indicatorMatrix = (
  indicator: PromptIndicator,
  prompts: readonly PromptMatrix[],
): readonly (readonly (number | null)[])[] => matrixBetween(PROMPT_INDICATORS[indicator], prompts);

/** As `indicatorMatrix`, by an indicator of one's own. */
export function matrixBetween(
  { of, aligned }: IndicatorOfPrompts,
  prompts: readonly PromptMatrix[],
): readonly (readonly (number | null)[])[] {
  const matrix = prompts.map(() => prompts.map((): number | null => null));
  prompts.forEach((a, i) => {
    for (let j = i; j < prompts.length; j += 1) {
      const b = prompts[j];
      if (aligned && a.length !== b.length) continue;
      matrix[i][j] = of(a, b);
      matrix[j][i] = matrix[i][j];
    }
  });
  return matrix;
}
