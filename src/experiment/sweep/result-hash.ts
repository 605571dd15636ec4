/** What tells whether two files hold the same results. */
import { sha256 } from '../sha256.ts';
import { timeless } from './result-text.ts';
import { canonical } from './same.ts';
import { isFailed, type SweepRecord } from './sweep-record.ts';

/**
 * SHA-256 over the recipe, its PLMs and rows, and every computed result, without times; the text itself where the browser offers none, and
 * null for a file without a result.
 */
export async function resultHash({ recipe, plms, tasks, cells }: SweepRecord): Promise<string | null> {
  const computed = Object.entries(cells)
    .filter(([, result]) => !isFailed(result))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, result]) => [id, timeless(result)] as const);
  if (computed.length === 0) return null;
  const rows = tasks.map(({ name, sha256: hash, truth }) => [name, hash, truth]);
  const text = JSON.stringify([canonical([recipe, plms, rows]), computed]);
  return (await sha256(new TextEncoder().encode(text))) ?? text;
}
