/** Names that recipes can refer to: plain letters, and not taken by anything else. */
import type { KeyValue } from './key-value.ts';
import { guarded } from './storage-errors.ts';
import { idOf, type StoredKind } from './storage-keys.ts';

const LONGEST = 60;

/** `wanted` in plain letters, with a number where an entry of `kinds` or one of `taken` is called so already. */
export async function freeName(
  wanted: string,
  store: KeyValue,
  kinds: readonly StoredKind[],
  taken: readonly string[],
): Promise<string> {
  const keys = await guarded('Names can’t be read', () => store.keys());
  const used = new Set([...taken, ...keys.flatMap((key) => kinds.flatMap((kind) => idOf(kind, key) ?? []))]);
  const plain =
    wanted
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      .slice(0, LONGEST) || 'own';
  if (!used.has(plain)) return plain;
  let number = 2;
  while (used.has(`${plain}-${String(number)}`)) number++;
  return `${plain}-${String(number)}`;
}
