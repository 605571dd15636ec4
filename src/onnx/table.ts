/**
 * The entry of a table under a name that a file gives, or undefined. A plain look-up would also find what every object
 * has: `toString`, `constructor`, `__proto__`.
 */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
