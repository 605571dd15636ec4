/** The hashes that a run's record carries. A PLM is hashed once, however many runs it has. */
import type { Task } from '../../experiment/task-types.ts';
import type { RunHashes } from '../../experiment/run-hashes.ts';
import { sha256 } from '../../experiment/sha256.ts';
import { taskFingerprint } from '../../experiment/task-fingerprint.ts';
import type { Plm } from '../../plm/plm.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';

const plms = new WeakMap<Plm, Promise<string | null>>();

const ofJson = (value: unknown): Promise<string | null> =>
  sha256(new TextEncoder().encode(JSON.stringify(value)));

/** Over the weights one by one, so that no second copy of them all is needed; in the order of their names. */
async function hashWeights({ model }: Plm): Promise<string | null> {
  const weights: unknown[] = [];
  const sorted = [...model.graph.initializers].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { code, dims, bytes }] of sorted) weights.push([name, code, dims, await sha256(bytes)]);
  return ofJson(weights);
}

function plmFingerprint(plm: Plm): Promise<string | null> {
  const known = plms.get(plm);
  if (known !== undefined) return known;
  const made = hashWeights(plm);
  plms.set(plm, made);
  return made;
}

/** Null where the browser offers no hashes, or has no memory for them: no reason for a run to fail. */
export async function runHashes(
  { plm, tokenizer }: { readonly plm: Plm; readonly tokenizer: LabTokenizer },
  task: Task,
): Promise<RunHashes | null> {
  const hashes = await Promise.all([
    plmFingerprint(plm),
    ofJson(tokenizer.source),
    taskFingerprint(task),
  ]).catch(() => null);
  const [ofPlm, ofTokenizer, ofTask] = hashes ?? [null, null, null];
  if (ofPlm === null || ofTokenizer === null || ofTask === null) return null;
  return { plm: ofPlm, tokenizer: ofTokenizer, task: ofTask };
}
