/** Prepared items into the tensors that a reader's graph takes. */
import { LabError } from '../../../errors/lab-error.ts';
import { randomStream, type RandomStream } from '../../random.ts';
import { shuffled } from '../../sampling.ts';
import type { PreparedItem, PreparedPassage, TokenCodes } from './prepare-item.ts';
import type { EncodeSettings, ReaderBatch, StepSettings } from './reader-batch.ts';
import { placeholderNumber, PLACEHOLDERS } from './vocabulary.ts';

/** What the batch of a step draws from: a run that goes on draws what one without a break would have drawn. */
export const batchRandom = (seed: number, step: number): RandomStream =>
  randomStream(seed, `reading/${step}`);

/** @throws LabError `argument` for an item that can’t be encoded, by `unusable`, or for settings out of range */
export function encodeBatch(
  items: readonly PreparedItem[],
  settings: EncodeSettings,
  step: StepSettings,
  random: RandomStream,
): ReaderBatch {
  const length = Math.min(step.trimmedLength ?? settings.passageLength, settings.passageLength);
  const batch = emptyBatch(items.length, length, settings);
  const spans: number[] = [];
  items.forEach((item, b) => {
    if (item.names > PLACEHOLDERS || item.candidates > settings.candidates) throw cannotEncode(item);
    const isOneHop = item.oneHop !== null && drawn(step.oneHop, random);
    const places = item.names === 0 ? null : shuffled(placeholdersOf(item, settings), random);
    const numberOf = (code: number): number =>
      code < 0 ? placeholderNumber(places?.[-1 - code] ?? 0) : code;
    const question = isOneHop && item.oneHop !== null ? item.oneHop : item.question;
    writeQuestion(batch, b, question, numberOf, step.bit);
    item.passages.slice(0, settings.passages).forEach((passage, m) => {
      const moved = keptPlaces(passage, step.wordsKept, length, random);
      writePassage(batch, { b, m }, passage, { moved, isOneHop, numberOf, bit: step.bit });
      for (const [first, last] of passage.spans)
        if (moved[first] >= 0 && moved[last] >= 0)
          spans.push(b, m * length + moved[first], m * length + moved[last]);
    });
    batch.gold[b] = item.gold;
  });
  return { ...batch, spans: Int32Array.from(spans) };
}

/** As many as titles and candidates there may be, so that all items share one set of symbols. */
const placeholdersOf = (item: PreparedItem, settings: EncodeSettings): number =>
  Math.min(PLACEHOLDERS, Math.max(item.names, settings.passages + settings.candidates));

/** Draws only where chance decides. */
const drawn = (share: number, random: RandomStream): boolean =>
  share >= 1 || (share > 0 && random.uniform() < share);

function emptyBatch(batch: number, length: number, settings: EncodeSettings): ReaderBatch {
  const { passages, questionLength, candidates } = settings;
  const tokens = batch * passages * length;
  return {
    batch,
    passages,
    passageLength: length,
    questionLength,
    candidates,
    ids: new Int32Array(tokens),
    mask: new Float32Array(tokens),
    flags: new Float32Array(2 * tokens),
    questionIds: new Int32Array(batch * questionLength),
    questionMask: new Float32Array(batch * questionLength),
    questionFlags: new Float32Array(2 * batch * questionLength),
    mention: new Float32Array(candidates * tokens),
    gold: new Int32Array(batch),
    spans: new Int32Array(0),
  };
}

function writeQuestion(
  batch: ReaderBatch,
  b: number,
  codes: TokenCodes,
  numberOf: (code: number) => number,
  bit: number,
): void {
  codes.subarray(0, batch.questionLength).forEach((code, n) => {
    const at = b * batch.questionLength + n;
    batch.questionIds[at] = numberOf(code);
    batch.questionMask[at] = 1;
    batch.questionFlags[2 * at + 1] = bit;
  });
}

/** Where each token goes when words are taken out and the rest moves together; −1 where it is left out. */
function keptPlaces(
  { codes, isName }: PreparedPassage,
  share: number,
  length: number,
  random: RandomStream,
): Int32Array {
  let next = 0;
  return Int32Array.from(codes, (_, at) =>
    next < length && (isName[at] === 1 || drawn(share, random)) ? next++ : -1,
  );
}

interface Writing {
  readonly moved: Int32Array;
  readonly isOneHop: boolean;
  readonly numberOf: (code: number) => number;
  readonly bit: number;
}

function writePassage(
  batch: ReaderBatch,
  { b, m }: { readonly b: number; readonly m: number },
  passage: PreparedPassage,
  { moved, isOneHop, numberOf, bit }: Writing,
): void {
  const { passages, passageLength, candidates } = batch;
  const start = (b * passages + m) * passageLength;
  const asked = isOneHop ? passage.inOneHop : passage.inQuestion;
  moved.forEach((place, from) => {
    if (place < 0) return;
    batch.ids[start + place] = numberOf(passage.codes[from]);
    batch.mask[start + place] = 1;
    if (asked[from] === 1) batch.flags[2 * (start + place) + 1] = bit;
  });
  for (const { candidate, first, length } of passage.mentions)
    for (const place of moved.subarray(first, first + length)) {
      if (place < 0) continue;
      batch.flags[2 * (start + place)] = bit;
      batch.mention[((b * candidates + candidate) * passages + m) * passageLength + place] = 1;
    }
}

function cannotEncode(item: PreparedItem): LabError {
  return new LabError({
    code: 'argument',
    message: `${item.id} has more names or candidates than the reader has room for.`,
    remedy: 'Leave the item out, or raise the number of candidates.',
    where: item.id,
  });
}
