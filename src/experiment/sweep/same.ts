/** JSON with sorted keys, so that the order in which a file names its fields makes no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two plain values are the same. */
export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
