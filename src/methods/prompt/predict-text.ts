/** What a PLM answers to a text of one's own, with the template alone and with a soft prompt in front. */
import { softmax } from '../../experiment/metrics.ts';
import type { ExamplePrediction } from '../../experiment/run-record.ts';
import type { EncodedRow } from './encoded-task.ts';
import type { PromptSession } from './prompt-session.ts';

/** @param prompt [promptLength × width], row-major */
export async function predictText(
  session: PromptSession,
  a: string,
  b: string | null,
  prompt: Float32Array,
): Promise<ExamplePrediction> {
  const text = b === null ? { a } : { a, b };
  const row: EncodedRow = { example: session.task.wrap(text), label: 0 };
  const [before, after] = [await session.scores([row], null), await session.scores([row], prompt)];
  return { ...text, label: null, before: Array.from(softmax(before)), after: Array.from(softmax(after)) };
}
