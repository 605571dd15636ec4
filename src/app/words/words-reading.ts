/** Everything that follows from the logits shown, the switches and the words taken: computed once for all parts of the place. */
import { createContext, useContext, useMemo } from 'react';
import {
  judgeRows,
  refineWords,
  type Judged,
  type RefinedWords,
  type Steps,
  type TakenWords,
} from '../../experiment/verbalizer/judge-rows.ts';
import { classSums, type ClassSums } from '../../experiment/verbalizer/leave-out.ts';
import { wordCount, type WordLogits } from '../../experiment/verbalizer/word-logits.ts';
import { STEP_IDS, type StepId, type WaterfallInput } from '../../views/words/waterfall-input.ts';
import { isStepOn, stepsOf, stepsOn } from './step-switches.ts';
import { waterfallOfTask } from './waterfall-of-task.ts';
import { wordColumns, type WordColumn } from './word-facts.ts';
import type { ShownLogits, ShownRun } from './words-lab-types.ts';
import { useWords } from './words-lab-context.ts';
import { takenOf, useWordsView } from './words-view-store.ts';

export interface WordsReading {
  readonly logits: WordLogits;
  readonly texts: readonly string[] | null;
  readonly template: number;
  readonly seed: number;
  /** Of which words the visitor's changes are. */
  readonly key: string;
  readonly columns: readonly WordColumn[];
  readonly taken: TakenWords;
  readonly steps: Steps;
  /** By step, only those that are on. */
  readonly byStep: Partial<Record<StepId, Judged>>;
  /** With everything that is on. */
  readonly judged: Judged;
  readonly sums: ClassSums;
  /** How much more a word moves with its class than with others over the support; of words that relevance was asked of. */
  readonly relevance: ReadonlyMap<number, number>;
}

export interface WordsShown {
  readonly run: ShownRun | null;
  readonly reading: WordsReading | null;
  readonly waterfall: WaterfallInput | null;
}

export const WordsShownContext = createContext<WordsShown>({ run: null, reading: null, waterfall: null });

export const useWordsShown = (): WordsShown => useContext(WordsShownContext);

function relevanceOf({ relevance: { ordered, scores } }: RefinedWords): ReadonlyMap<number, number> {
  return new Map(
    ordered.flatMap((own, index) => own.map((column, at) => [column, scores[index][at]] as const)),
  );
}

const keyOf = ({ plm, task }: ShownRun, { logits }: ShownLogits): string =>
  `${plm} ${task.task} ${String(wordCount(logits))}`;

export function useShownOfStore(): WordsShown {
  const run = useWords((state) => state.shown);
  const given = useWords((state) => state.logits);
  const view = useWordsView((state) => state);
  const { switches } = view;
  const key = run === null || given === null ? '' : keyOf(run, given);
  const taken = takenOf(view, key);
  const cut = run?.frequencyCut ?? 0;
  const refined = useMemo(
    () =>
      given === null ? null : { all: refineWords(given.logits, 0), common: refineWords(given.logits, cut) },
    [given, cut],
  );
  const reading = useMemo((): WordsReading | null => {
    if (given === null || refined === null || key === '') return null;
    const { logits, texts, template, seed } = given;
    const judge = (steps: Steps): Judged =>
      judgeRows(logits, steps.frequency ? refined.common : refined.all, steps, taken);
    const byStep = Object.fromEntries(
      STEP_IDS.filter((id) => isStepOn(switches, id)).map((id) => [id, judge(stepsOf(switches, id))]),
    );
    const steps = stepsOn(switches);
    const judged = judge(steps);
    const sums = classSums(logits, judged.kept, steps.calibrated);
    const relevance = relevanceOf(steps.frequency ? refined.common : refined.all);
    return {
      logits,
      texts,
      template,
      seed,
      key,
      columns: wordColumns(logits),
      taken,
      steps,
      byStep,
      judged,
      sums,
      relevance,
    };
  }, [given, refined, key, switches, taken]);
  const waterfall = useMemo(() => {
    if (run === null) return null;
    const shown = Object.fromEntries(
      Object.entries(reading?.byStep ?? {}).map(([id, { accuracy }]) => [id, accuracy]),
    );
    return waterfallOfTask(run, switches, shown);
  }, [run, switches, reading]);
  return useMemo(() => ({ run, reading, waterfall }), [run, reading, waterfall]);
}
