/** Does `work` and answers with its value or its error. */
import { toErrorData, type LabErrorCode } from '../src/errors/lab-error.ts';
import type { Answer } from '../src/protocol/answer.ts';

export async function answer<T>(work: () => Promise<T>, fallback: LabErrorCode): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown, fallback) };
  }
}
