/** Scores all neurons of a PLM on rows, a batch at a time. */
import type { Engine } from '../../engine/engine-types.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import type { Plm } from '../../plm/plm.ts';
import { bucketFor } from '../../text/batch.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';
import { batchNumbers, tokensOf, type EncodedRow, type EncodedTask } from '../prompt/encoded-task.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { compileOn, ProgramCache } from '../training/program-cache.ts';
import { scoreProgram, tokenWeights } from './score-program.ts';

/** Rows of one run. */
const BATCH = 16;

export interface ScoringParts {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
  readonly task: EncodedTask;
  readonly engine: Engine;
}

/**
 * The mean over `rows` of each row's mean absolute activation over its unpadded tokens, soft ones included.
 * @param onRows told how many rows are done; false to stop
 * @returns the neurons of all feed-forward blocks one block after another; null when stopped
 */
export async function scoreNeurons(
  { plm, tokenizer, task, engine }: ScoringParts,
  prompt: SavedPrompt,
  rows: readonly EncodedRow[],
  onRows: (done: number) => Promise<boolean>,
): Promise<Float32Array | null> {
  const programs = new ProgramCache();
  const sorted = [...rows].sort((a, b) => a.example.ids.length - b.example.ids.length);
  let sums = new Float64Array(0);
  try {
    for (let start = 0; start < sorted.length; start += BATCH) {
      const chosen = sorted.slice(start, start + BATCH);
      const length = bucketFor(tokensOf(chosen), task.buckets);
      const shape: BatchShape = {
        ...{ batch: BATCH, length, promptLength: prompt.length, decoderLength: 1, fillerId: plm.fillerId },
      };
      const ready = await programs.get(String(length), () => compileOn(engine, scoreProgram(plm, shape)));
      const numbers = batchNumbers(plm, tokenizer, task.verbalizer, chosen, BATCH, length);
      const weights = tokenWeights(numbers.attention_mask, shape, chosen.length);
      const inputs = {
        ...ready.compiled.feeds({ ...numbers, ...weights }),
        prompt: { type: 'float32', dims: [prompt.length, plm.width], data: prompt.values } as const,
      };
      const { scores } = await ready.program.run(inputs, ['scores']);
      if (sums.length === 0) sums = new Float64Array(scores.data.length);
      for (let at = 0; at < sums.length; at++) sums[at] += scores.data[at] / rows.length;
      if (!(await onRows(start + chosen.length))) return null;
    }
  } finally {
    await programs.release();
  }
  return Float32Array.from(sums);
}
