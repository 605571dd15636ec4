/** Initial values of a soft prompt: [promptLength × width], row-major. */
import { LabError } from '../../errors/lab-error.ts';
import { randomStream } from '../../experiment/random.ts';
import type { PromptInit } from '../../experiment/recipe-types.ts';
import { sampleVocabulary } from '../../experiment/sampling.ts';
import type { LabTokenizer } from '../../text/tokenizer-types.ts';

export interface SavedPrompt {
  readonly length: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface InitSources {
  /** Word embeddings [vocabulary × width]. */
  readonly table: Float32Array;
  readonly width: number;
  readonly tokenizer: LabTokenizer;
  readonly labelWordIds: readonly number[];
  readonly saved: SavedPrompt | null;
}

/** The first id behind the special tokens that open a vocabulary. */
export function firstOrdinaryId(tokenizer: LabTokenizer): number {
  const special = new Set(Object.values(tokenizer.special).filter((id): id is number => id !== null));
  let id = 0;
  while (special.has(id)) id++;
  return id;
}

function embedded(ids: ArrayLike<number>, promptLength: number, { table, width }: InitSources): Float32Array {
  const values = new Float32Array(promptLength * width);
  for (let row = 0; row < promptLength; row++) {
    // Fewer ids than virtual tokens: they are repeated, as PEFT repeats a text.
    const id = ids[row % ids.length];
    values.set(table.subarray(id * width, (id + 1) * width), row * width);
  }
  return values;
}

/**
 * How an untrained prompt is drawn for comparison: as initial ones are where those are random, else as words of the
 * vocabulary, never as words that were chosen for the task.
 */
export const untrainedInit = (init: PromptInit): PromptInit =>
  init.kind === 'normal' ? init : { kind: 'vocab' };

/** Stream of the random numbers of a draw; the first ones' names are as old as the lab, so that records stay true. */
const streamOf = (draw: number): string =>
  draw === 0 ? 'init' : draw === 1 ? 'random-prompt' : `random-prompt ${String(draw)}`;

/** Keeps draws of the vocabulary apart, which have a seed each and no streams. */
const VOCABULARY_DRAW_STEP = 7919;

/**
 * A prompt that nobody trained: [promptLength × width].
 * @param draw 0 is where training starts; others are further draws of the same seed, for comparison
 * @throws LabError `prompt` when a text has no tokens or a saved prompt does not fit the model
 */
export function initialPrompt(
  init: PromptInit,
  promptLength: number,
  seed: number,
  sources: InitSources,
  draw = 0,
): Float32Array {
  const { tokenizer, width } = sources;
  switch (init.kind) {
    case 'vocab': {
      const first = firstOrdinaryId(tokenizer);
      return embedded(
        sampleVocabulary(seed + VOCABULARY_DRAW_STEP * draw, promptLength, tokenizer.vocabularySize, first),
        promptLength,
        sources,
      );
    }
    case 'normal': {
      const random = randomStream(seed, streamOf(draw));
      return Float32Array.from({ length: promptLength * width }, () => random.normal(0, init.sigma));
    }
    case 'text': {
      const { ids } = tokenizer.encode(init.text, { addSpecialTokens: false });
      if (ids.length === 0)
        throw promptError(
          'The text to start the soft prompt from has no tokens.',
          'Write at least one word.',
        );
      return embedded(ids, promptLength, sources);
    }
    case 'class-words':
      return embedded(sources.labelWordIds, promptLength, sources);
    case 'saved': {
      const { saved } = sources;
      if (saved === null)
        throw promptError(
          `The saved prompt “${init.promptId}” is not on this device.`,
          'Choose another start, or import the prompt.',
        );
      if (saved.width !== width || saved.length !== promptLength) {
        throw promptError(
          `The saved prompt has ${String(saved.length)} tokens of width ${String(saved.width)}; this run needs ${String(promptLength)} of width ${String(width)}.`,
          'Set the prompt length to the saved one and choose the PLM it was trained with.',
        );
      }
      return saved.values.slice();
    }
  }
  return init satisfies never;
}

function promptError(message: string, remedy: string): LabError {
  return new LabError({ code: 'prompt', message, remedy, where: 'init' });
}
