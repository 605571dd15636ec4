/** Numbers that the lab gives beside those of a reference, and how far they may differ. */

export interface CheckLine {
  readonly name: string;
  readonly absolute: number;
  /** Largest difference over the largest reference value. */
  readonly relative: number;
  readonly limit: { readonly kind: 'absolute' | 'relative'; readonly value: number };
  readonly passed: boolean;
}

/** design.md section 6: 1e-4 absolute, 1e-3 relative; a float16 graph is held to 1e-2 outside its own float32 logits. */
export const CHECK_LIMITS = { absolute: 1e-4, relative: 1e-3, float16: 1e-2 } as const;

/**
 * Holds `actual` against `expected`, number by number; lists of different lengths, and what is no number, are infinitely
 * far apart.
 */
export function compareNumbers(
  name: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  limit: CheckLine['limit'],
): CheckLine {
  let [absolute, largest] = [actual.length === expected.length ? 0 : Infinity, 0];
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(actual[at] - expected[at]);
    absolute = Number.isNaN(difference) ? Infinity : Math.max(absolute, difference);
    largest = Math.max(largest, Math.abs(expected[at]));
  }
  const relative = absolute / (largest || 1);
  const passed = (limit.kind === 'absolute' ? absolute : relative) <= limit.value;
  return { name, absolute, relative, limit, passed };
}
