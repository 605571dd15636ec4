/** Asks a trained reader questions of one's own. */
import type { Engine } from '../../engine/engine-types.ts';
import { LabError } from '../../errors/lab-error.ts';
import { READER } from '../../experiment/reader/cells/reader.ts';
import { WHOLE_TEXT } from '../../experiment/reader/items/reader-batch.ts';
import { prepareItem, type Unusable } from '../../experiment/reader/items/prepare-item.ts';
import type { ReadingItem, ReadingPassage } from '../../experiment/reader/items/reading-item.ts';
import { openVocabulary, wordVectors } from '../../experiment/reader/items/vocabulary.ts';
import type { ReadRecord } from '../../experiment/reader/read-record.ts';
import type { ReaderMode } from '../../experiment/reader/reader-model.ts';
import { resultOf } from '../../experiment/sweep/cell-kind.ts';
import { tensorOf } from '../../onnx/tensor.ts';
import { ProgramCache } from '../training/program-cache.ts';
import { modelFor } from './prepared-set.ts';
import { ReaderSession } from './reader-session.ts';

/** A question whose answer need not be known. */
export interface AskedQuestion {
  readonly query: string;
  readonly passages: readonly ReadingPassage[];
  /** Null where the answer is a place in the passages. */
  readonly candidates: readonly string[] | null;
}

export interface ReaderAnswer {
  readonly query: string;
  readonly variant: ReaderMode;
  /** The likeliest candidate, or the words of the likeliest place. */
  readonly answer: string;
  readonly probability: number;
  /** Of the candidates, in the question's order; empty where there are none. */
  readonly p: readonly number[];
}

/** Why a question can't be read, for people. */
const REASONS: Readonly<Record<Exclude<Unusable, 'no-answer'>, string>> = {
  'no-passages': 'it has no passage with words',
  'too-many-candidates': 'it has more candidates than the reader was made for',
  'too-many-names': 'it has more titles and candidates than there are placeholders',
};

/** A relation as reading sets name them: words joined by underscores in front of the entity. */
const relationIn = (query: string): string | null => /^[a-z]+(?:_[a-z]+)+(?= )/.exec(query)?.[0] ?? null;

function itemOf({ query, passages, candidates }: AskedQuestion, at: number): ReadingItem {
  const shared = { id: `question ${String(at + 1)}`, query, relation: relationIn(query), passages };
  return candidates === null
    ? { ...shared, kind: 'span', answer: '', support: null }
    : { ...shared, kind: 'choice', answer: candidates[0] ?? '', candidates, chain: null };
}

/**
 * Answers of each variant of the sweep, by its first seed's reader.
 * @throws LabError `argument` for a question that the reader can't read, `file` for a sweep that kept no reader
 */
export async function askReader(
  { recipe, reading, cells }: ReadRecord,
  questions: readonly AskedQuestion[],
  engine: Engine,
): Promise<readonly ReaderAnswer[]> {
  const { encoding, training, bit, variants, seeds, tasks } = recipe;
  const model = modelFor(recipe.model, encoding, reading.kind);
  const vocabulary = openVocabulary();
  const items = questions.map((question, at) => {
    if ((question.candidates === null) !== (reading.kind === 'span'))
      throw refusal(
        at,
        reading.kind === 'span' ? 'the reader finds places, and has no candidates' : 'it has no candidates',
      );
    const item = prepareItem(itemOf(question, at), vocabulary, encoding);
    if (item.unusable !== null && item.unusable !== 'no-answer') throw refusal(at, REASONS[item.unusable]);
    return item;
  });
  // Vectors follow from the words alone, so words that were in no passage of the set are read too.
  const vectors = wordVectors(vocabulary, model.wordWidth);
  const words = {
    vectors: tensorOf('float32', [vocabulary.words.length, model.wordWidth], vectors),
    spelling: null,
  };
  const set = { ...NOTHING, kind: reading.kind, vocabulary: vocabulary.words, words };
  const answers: ReaderAnswer[] = [];
  for (const variant of variants) {
    const run = resultOf(cells, READER, { kind: 'reader', variant, task: tasks[0], seed: seeds[0] });
    if (run === null || run.weights.length === 0) continue;
    const programs = new ProgramCache();
    const session = new ReaderSession({
      ...{ engine, programs, set, model, encoding, training, bit },
      ...{ mode: variant, seed: seeds[0] },
    });
    for await (const batch of session.read(items, run.weights, { ...WHOLE_TEXT, bit }))
      for (const { probabilities, chosen, words: said, probability } of batch.answers) {
        const { query, candidates } = questions[answers.length % questions.length];
        const p = probabilities.slice(0, candidates?.length ?? 0);
        const answer = candidates?.[chosen] ?? said.map((word) => vocabulary.words[word]).join(' ');
        answers.push({ query, variant, answer, probability, p });
      }
    await programs.release();
  }
  if (answers.length > 0) return answers;
  throw new LabError({
    code: 'file',
    message: 'No reader of this sweep’s first seed is there to be asked.',
    remedy: 'Compute its cells first.',
    where: '--ask',
  });
}

/** What a session of questions alone has of a set. */
const NOTHING = { train: [], dev: [], test: [], skipped: 0, bareLength: 1 } as const;

const refusal = (at: number, why: string): LabError =>
  new LabError({
    code: 'argument',
    message: `Question ${String(at + 1)} can’t be read: ${why}.`,
    remedy: 'Change the question, or train a reader with room for it.',
    where: '--ask',
  });
