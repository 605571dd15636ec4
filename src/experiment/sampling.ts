/** What a run draws: the order of the training rows, the vocabulary entries that the prompt starts from. */
import { LabError } from '../errors/lab-error.ts';
import { randomStream, type RandomStream } from './random.ts';

/** The numbers 0 … `count` − 1 in random order (Fisher and Yates). */
export function shuffled(count: number, stream: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = stream.integer(0, i);
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/** Row indices without end: every epoch has each of `count` rows once, in a new order. */
export function* shuffledEpochs(count: number, stream: RandomStream): Generator<number, never, void> {
  if (!Number.isInteger(count) || count < 1) {
    throw new LabError({
      code: 'task',
      message: 'There are no training rows to draw from.',
      remedy: 'Give the task at least one training row.',
    });
  }
  for (;;) yield* shuffled(count, stream);
}

/** The next `count` of a source without end: a batch, or what a resumed run has already seen. */
export function takeRows(rows: Generator<number, never, void>, count: number): Int32Array {
  return Int32Array.from({ length: count }, () => rows.next().value);
}

/**
 * Vocabulary ids that a prompt of `promptLength` tokens starts from, each uniform in [firstId, vocabularySize);
 * `firstId` leaves out the special tokens that stand first. Drawn with replacement, as PEFT's users do.
 */
export function sampleVocabulary(
  seed: number,
  promptLength: number,
  vocabularySize: number,
  firstId = 0,
): Int32Array {
  if (firstId >= vocabularySize) {
    throw new LabError({
      code: 'argument',
      message: `No ids are left to draw from: they begin at ${firstId}, and the vocabulary has ${vocabularySize}.`,
      remedy: 'Lower the first id.',
    });
  }
  const stream = randomStream(seed, 'init');
  return Int32Array.from({ length: promptLength }, () => stream.integer(firstId, vocabularySize - 1));
}
