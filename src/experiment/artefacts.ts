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

/** Artefacts of which the soft prompt is `prompt`; none for null. */
export function promptArtefacts(prompt: PromptValues | null): Artefacts {
  if (prompt === null) return {};
  return { [PROMPT]: { dims: [prompt.length, prompt.width], values: prompt.values } };
}

/** The soft prompt among `artefacts`, or null where there is none. */
export function promptOf(artefacts: Artefacts): PromptValues | null {
  if (!Object.hasOwn(artefacts, PROMPT)) return null;
  const { dims, values } = artefacts[PROMPT];
  return dims.length === 2 ? { length: dims[0], width: dims[1], values } : null;
}
