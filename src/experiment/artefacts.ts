/** What a run has made: tensors by name, such as the soft prompt of its best step. */

export interface Artefact {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

export type Artefacts = Readonly<Record<string, Artefact>>;

/** A soft prompt, [length × width], row-major. */
export interface PromptValues {
  readonly length: number;
  readonly width: number;
  readonly values: Float32Array;
}

const PROMPT = 'prompt';
const WORD_WEIGHTS = 'word_weights';

/**
 * Artefacts of which the soft prompt is `prompt`; none for null.
 * @param wordWeights trained along with it, one a token of the label words; null where all count alike
 */
export function promptArtefacts(
  prompt: PromptValues | null,
  wordWeights: Float32Array | null = null,
): Artefacts {
  if (prompt === null) return {};
  return {
    [PROMPT]: { dims: [prompt.length, prompt.width], values: prompt.values },
    ...(wordWeights === null ? {} : { [WORD_WEIGHTS]: { dims: [wordWeights.length], values: wordWeights } }),
  };
}

/** Weights of the label words' tokens, or null where all count alike. */
export function wordWeightsOf(artefacts: Artefacts): Float32Array | null {
  return Object.hasOwn(artefacts, WORD_WEIGHTS) ? artefacts[WORD_WEIGHTS].values : null;
}

/** The soft prompt among `artefacts`, or null where there is none. */
export function promptOf(artefacts: Artefacts): PromptValues | null {
  if (!Object.hasOwn(artefacts, PROMPT)) return null;
  const { dims, values } = artefacts[PROMPT];
  return dims.length === 2 ? { length: dims[0], width: dims[1], values } : null;
}
