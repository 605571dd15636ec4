/** A reading set made ready for a reader: items encoded but for what is drawn, and the vectors of their words. */
import { prepareItem, type PreparedItem } from '../../experiment/reader/items/prepare-item.ts';
import type { EncodeSettings } from '../../experiment/reader/items/reader-batch.ts';
import type { ReadingItem, ReadingSplits } from '../../experiment/reader/items/reading-item.ts';
import { openVocabulary, wordVectors } from '../../experiment/reader/items/vocabulary.ts';
import { KERNEL, type ReaderHead, type ReaderModel } from '../../experiment/reader/reader-model.ts';
import type { ReaderSizes } from '../../experiment/reader/read-recipe.ts';
import { LabError } from '../../errors/lab-error.ts';
import { tensorOf } from '../../onnx/tensor.ts';
import type { SplitName } from '../../experiment/task-types.ts';
import type { ReaderWords } from './model/reader-graph.ts';

export interface PreparedSet {
  readonly train: readonly PreparedItem[];
  readonly dev: readonly PreparedItem[];
  readonly test: readonly PreparedItem[];
  /** Items that nothing can be learnt from, left out. */
  readonly skipped: number;
  readonly kind: ReadingItem['kind'];
  readonly vocabulary: readonly string[];
  readonly words: ReaderWords;
  /** Tokens of a passage that are enough when its ordinary words are taken out, with padding that keeps convolutions apart. */
  readonly bareLength: number;
}

/** Lengths come in steps of so many, so that few programs are made. */
const STEP = 4;

function bareLengthOf(items: readonly PreparedItem[], { passageLength }: EncodeSettings): number {
  const longest = items.reduce((most, item) => Math.max(most, namesIn(item)), 1);
  // Without padding between them convolutions would read across the border of two passages, as they hardly can in whole texts.
  const apart = longest + (KERNEL - 1) / 2;
  return Math.min(passageLength, STEP * Math.ceil(apart / STEP));
}

const namesIn = (item: PreparedItem): number =>
  Math.max(...item.passages.map(({ isName }) => isName.reduce((sum, one) => sum + one, 0)));

/** @throws LabError `task` for a set without usable items to learn from, or with items of two kinds */
export function prepareSet(
  splits: ReadingSplits,
  encoding: EncodeSettings,
  { wordWidth }: Pick<ReaderSizes, 'wordWidth'>,
): PreparedSet {
  const vocabulary = openVocabulary();
  let skipped = 0;
  const ready = (split: SplitName): readonly PreparedItem[] => {
    const all = splits[split].map((item) => prepareItem(item, vocabulary, encoding));
    const usable = all.filter(({ unusable }) => unusable === null);
    skipped += all.length - usable.length;
    return usable;
  };
  const [train, dev, test] = [ready('train'), ready('dev'), ready('test')];
  const kinds = new Set([...splits.train, ...splits.dev, ...splits.test].map(({ kind }) => kind));
  const [kind] = kinds;
  if (train.length === 0 || dev.length === 0 || kind === undefined || kinds.size > 1)
    throw new LabError({
      code: 'task',
      message:
        kinds.size > 1
          ? 'Some questions have candidates and some ask for a place in the text.'
          : 'No question to learn from is left: answers must stand in what is read of the passages.',
      remedy:
        kinds.size > 1
          ? 'Give questions of one kind.'
          : 'Give train and dev questions whose passages hold the answer, or allow longer passages.',
      where: 'data',
    });
  const vectors = wordVectors(vocabulary, wordWidth);
  return {
    train,
    dev,
    test,
    skipped,
    kind,
    vocabulary: vocabulary.words,
    words: {
      vectors: tensorOf('float32', [vocabulary.words.length, wordWidth], vectors),
      spelling: null,
    },
    bareLength: bareLengthOf([...train, ...dev, ...test], encoding),
  };
}

/** The reader that a recipe's sizes make for a set. */
export function modelFor(
  { loss, longestAnswer, ...sizes }: ReaderSizes,
  encoding: EncodeSettings,
  kind: ReadingItem['kind'],
): ReaderModel {
  const head: ReaderHead = kind === 'choice' ? { kind, loss } : { kind, longest: longestAnswer };
  return { ...sizes, passages: encoding.passages, head };
}
