/** What training a prompt gives: the soft prompt, and the weights of the label words where they are trained along. */
import { promptArtefacts, promptOf, wordWeightsOf, type Artefacts } from '../../experiment/artefacts.ts';

export interface Tuned {
  /** [promptLength × width], row-major. */
  readonly prompt: Float32Array;
  /** One a token of the label words; null where all tokens of a class count alike. */
  readonly wordWeights: Float32Array | null;
}

/** A prompt whose label words all count alike. */
export const plainly = (prompt: Float32Array): Tuned => ({ prompt, wordWeights: null });

/** What a run keeps of it. @param width of the PLM */
export function tunedArtefacts({ prompt, wordWeights }: Tuned, width: number): Artefacts {
  return promptArtefacts({ length: prompt.length / width, width, values: prompt }, wordWeights);
}

/** The other way round, or null where there is no prompt. */
export function tunedOf(artefacts: Artefacts): Tuned | null {
  const prompt = promptOf(artefacts);
  return prompt === null ? null : { prompt: prompt.values, wordWeights: wordWeightsOf(artefacts) };
}
