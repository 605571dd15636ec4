/** What a PLM makes of a text of one's own, with the template alone and with a soft prompt in front. */
import {
  toNeuronBytes,
  type OwnText,
  type SentenceReading,
  type StageSentence,
} from '../../experiment/stage-trace.ts';
import type { EncodedRow } from './encoded-task.ts';
import type { PromptSession } from './prompt-session.ts';
import type { Tuned } from './tuned.ts';
import { neuronLimit, neuronsOf, probabilitiesOf } from './stage-watch.ts';

/**
 * @param limit end of the scale of neurons, to be compared with others; null takes it from this sentence
 */
export async function readSentence(
  session: PromptSession,
  text: OwnText,
  tuned: Tuned,
  limit: number | null,
): Promise<SentenceReading> {
  const { a, b } = text;
  const words = b === null ? { a } : { a, b };
  const row: EncodedRow = { example: session.task.wrap(words), label: 0 };
  const plain = await session.probe([row], null);
  const prompted = await session.probe([row], tuned);
  const scale = limit ?? neuronLimit(plain.values);
  const sentence: StageSentence = {
    ...words,
    label: null,
    before: probabilitiesOf(plain, 0),
    plain: toNeuronBytes(neuronsOf(plain, 0), scale),
  };
  return {
    opening: { layers: plain.layers, neurons: plain.neurons, limit: scale, sentences: [sentence] },
    prompted: {
      after: probabilitiesOf(prompted, 0),
      neurons: toNeuronBytes(neuronsOf(prompted, 0), scale),
    },
  };
}
