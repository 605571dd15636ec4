/** The words that count now, as a verbalizer to hand on. */
import { expect, test } from 'vitest';
import { wordsAsTheyAre } from '../../src/app/words/words-as-they-are.ts';
import { judgeRows, refineWords } from '../../src/experiment/verbalizer/judge-rows.ts';
import { columnsOf } from '../../src/experiment/verbalizer/word-logits.ts';
import { syntheticLogits, syntheticRun } from './synthetic-words.ts';

const RUN = syntheticRun();
const logits = syntheticLogits(0, 144);
const refined = refineWords(logits, 0);
const all = { calibrated: true, moreWords: true, frequency: false, relevance: false };

const handedOn = (kept: readonly (readonly number[])[]): readonly (readonly string[])[] =>
  wordsAsTheyAre(RUN, { logits, judged: { ...judgeRows(logits, refined, all), kept } }).words.map((own) =>
    own.map(({ word }) => word),
  );

test('are those that count, of the task’s classes', () => {
  const kept = columnsOf(logits);
  expect(handedOn(kept)).toEqual(logits.words.map((own) => own.map(({ word }) => word)));
  expect(handedOn(kept.map((columns) => columns.slice(0, 2))).map(({ length }) => length)).toEqual([
    2, 2, 2, 2,
  ]);
});

test('begin with the class’s name, whatever their order of relevance: a file’s first word is the name', () => {
  const turned = columnsOf(logits).map((columns) => [...columns].reverse());
  expect(handedOn(turned).map(([name]) => name)).toEqual(logits.words.map(([name]) => name.word));
  // One whose name was taken out is named by what is left.
  const without = columnsOf(logits).map((columns) => columns.slice(1));
  expect(handedOn(without).map(([name]) => name)).toEqual(logits.words.map((own) => own[1].word));
});
