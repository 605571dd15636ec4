/** Seeds out of what was typed, such as `144, 145`; null where something isn't a whole number, or one stands there twice. */
export function readSeeds(text: string): readonly number[] | null {
  const parts = text.split(',').map((part) => part.trim());
  const areWhole = parts.length > 0 && parts.every((part) => /^\d{1,9}$/.test(part));
  return areWhole && new Set(parts.map(Number)).size === parts.length ? parts.map(Number) : null;
}
