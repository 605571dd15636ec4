/** What a verbalize sweep says of one task. */
import { resultOf } from '../../../experiment/sweep/cell-kind.ts';
import { accuracy, majorityRate } from '../../../experiment/metrics.ts';
import { CHAIN, templateCells, type ChainResult } from '../../../experiment/verbalizer/cells/chain.ts';
import { FEW_SHOT } from '../../../experiment/verbalizer/cells/few-shot.ts';
import { SUPPORT_SIZE } from '../../../experiment/verbalizer/cells/support-size.ts';
import { differenceOver, type CellAnswers } from '../../../experiment/verbalizer/mean-over-cells.ts';
import { CHAIN_VARIANTS, isChain, type ChainVariant } from '../../../experiment/verbalizer/variants.ts';
import type {
  Confusion,
  PhaseCounts,
  ReportedCell,
  StepDifference,
  SupportSize,
  VariantRow,
  VerbalizedTask,
} from '../../../experiment/verbalizer/verbalize-report.ts';
import type { VerbalizeRecord } from '../../../experiment/verbalizer/verbalize-record.ts';
import type { UsableClass } from '../../../experiment/verbalizer/usable-words.ts';
import { columnsOf, manualColumnsOf } from '../../../experiment/verbalizer/word-logits.ts';
import { answersOf, armsOf, type Arm } from './cell-answers.ts';
import { accuracyEstimate, cellAccuracies, spreadOf } from './estimate-accuracy.ts';

type Columns = readonly (readonly number[])[];

/** Columns of the words that count for a variant. */
function countedColumns(
  variant: ChainVariant,
  { columns: all, manual }: TaskParts,
  result: ChainResult,
): Columns {
  const { moreWords, frequency, relevance } = CHAIN_VARIANTS[variant];
  if (!moreWords) return manual;
  if (relevance) return result.relevant;
  return frequency ? result.common : all;
}

interface TaskParts {
  readonly record: VerbalizeRecord;
  readonly task: string;
  readonly truth: readonly number[];
  readonly words: readonly UsableClass[];
  readonly columns: Columns;
  readonly manual: Columns;
}

function chainCells(parts: TaskParts): readonly ReportedCell[] {
  const { record, task, truth, words } = parts;
  const flat = [...words.flatMap((own) => own.words), ...words.flatMap((own) => own.manual)];
  return templateCells(record.recipe)
    .filter((cell) => cell.task === task)
    .flatMap((cell) => {
      const result = resultOf(record.cells, CHAIN, { kind: 'chain', ...cell });
      if (result === null) return [];
      return record.recipe.variants.filter(isChain).flatMap((variant): readonly ReportedCell[] => {
        const predictions = result.predictions[variant];
        if (predictions === undefined) return [];
        const counted = countedColumns(variant, parts, result);
        const scores = result.scores[variant];
        return [
          {
            variant,
            template: cell.template,
            seed: cell.seed,
            shots: 0,
            accuracy: accuracy(predictions, truth),
            kept: counted.map(({ length }) => length),
            support: CHAIN_VARIANTS[variant].calibrated ? result.support : [],
            labelled: [],
            words: counted.map((own) => own.map((column) => flat[column].word)),
            predictions,
            ...(scores === undefined ? {} : { scores: rowsOf(scores, words.length) }),
            ...(CHAIN_VARIANTS[variant].calibrated
              ? { calibration: counted.flat().map((column) => result.prior[column]) }
              : {}),
          },
        ];
      });
    });
}

const rowsOf = (values: Float32Array, columns: number): readonly (readonly number[])[] =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  );

function learnedCells({ record, task, truth, words, columns }: TaskParts): readonly ReportedCell[] {
  const all = words.map((own) => own.words.map(({ word }) => word));
  return armsOf(record)
    .filter(({ shots }) => shots > 0)
    .flatMap(({ variant, shots }) =>
      templateCells(record.recipe)
        .filter((cell) => cell.task === task)
        .flatMap((cell): readonly ReportedCell[] => {
          if (isChain(variant)) return [];
          const result = resultOf(record.cells, FEW_SHOT, { kind: 'few-shot', variant, shots, ...cell });
          if (result === null) return [];
          const chosen = result.tokens.length > 0;
          return [
            {
              variant,
              template: cell.template,
              seed: cell.seed,
              shots,
              accuracy: accuracy(result.predictions, truth),
              kept: chosen ? result.tokens.map(({ length }) => length) : words.map((own) => own.words.length),
              support: [],
              labelled: result.labelled,
              words: chosen ? result.tokens.map((ids) => ids.map(String)) : all,
              predictions: result.predictions,
              ...(result.weights.length === 0
                ? {}
                : { weights: columns.map((own) => own.map((column) => result.weights[column])) }),
            },
          ];
        }),
    );
}

function phasesOf({ record, task, words }: TaskParts): readonly PhaseCounts[] {
  const results = templateCells(record.recipe)
    .filter((cell) => cell.task === task)
    .flatMap((cell) => resultOf(record.cells, CHAIN, { kind: 'chain', ...cell }) ?? []);
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const counts = (of: (result: ChainResult) => Columns): readonly number[] =>
    words.map((_, c) => Math.round(meanOf(results.map((result) => of(result)[c].length))));
  return [
    { name: 'expanded', counts: words.map(({ listed }) => listed) },
    { name: 'tokens', counts: words.map((own) => own.words.length) },
    ...(results.length === 0
      ? []
      : [
          { name: 'frequency', counts: counts(({ common }) => common) } as const,
          {
            name: 'relevance',
            counts: counts(({ relevant }) => relevant),
            rate: meanOf(results.map(({ rate }) => rate)),
          } as const,
        ]),
  ];
}

function tableOf(
  arms: readonly (readonly [Arm, readonly CellAnswers[]])[],
  seeds: readonly number[],
  truth: readonly number[],
): readonly VariantRow[] {
  return arms.flatMap(([{ variant, shots }, answers]): readonly VariantRow[] => {
    const estimate = accuracyEstimate(answers, seeds, truth);
    if (estimate === null) return [];
    const accuracies = cellAccuracies(answers, truth);
    return [
      { variant, shots, accuracy: estimate, spread: spreadOf(accuracies), best: Math.max(...accuracies) },
    ];
  });
}

/** Each arm without labels against the one before it, and the last against the first; arms with labels against the last of those. */
function differencesOf(
  arms: readonly (readonly [Arm, readonly CellAnswers[]])[],
  truth: readonly number[],
): readonly StepDifference[] {
  const plain = arms.filter(([{ shots }]) => shots === 0);
  const last = plain.at(-1);
  const pairs = [
    ...plain.slice(1).map((arm, at) => [plain[at], arm] as const),
    ...(plain.length > 2 && last !== undefined ? [[plain[0], last] as const] : []),
    ...(last === undefined ? [] : arms.filter(([{ shots }]) => shots > 0).map((arm) => [last, arm] as const)),
  ];
  return pairs.flatMap(([[from, first], [to, second]]) => {
    const step = differenceOver(first, second, truth);
    return step === null
      ? []
      : [
          {
            from: from.variant,
            to: to.variant,
            shots: to.shots,
            difference: step.mean,
            interval: step.interval,
          },
        ];
  });
}

function supportCurve({ record, task, truth }: TaskParts): readonly SupportSize[] {
  const { supportSizes, seeds } = record.recipe;
  return supportSizes.flatMap((size, at): readonly SupportSize[] => {
    const answers = templateCells(record.recipe)
      .filter((cell) => cell.task === task)
      .flatMap((cell): readonly CellAnswers[] => {
        const result = resultOf(record.cells, SUPPORT_SIZE, { kind: 'support-size', ...cell });
        return result === null
          ? []
          : [{ template: cell.template, seed: cell.seed, predictions: result.predictions[at] }];
      });
    const estimate = accuracyEstimate(answers, seeds, truth);
    return estimate === null ? [] : [{ size, accuracy: estimate }];
  });
}

function confusionOf(answers: readonly CellAnswers[], truth: readonly number[], classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { predictions } of answers) predictions.forEach((chosen, row) => counts[truth[row]][chosen]++);
  return counts;
}

function columnsOfClasses(classes: readonly UsableClass[]): Pick<TaskParts, 'columns' | 'manual'> {
  const lists = { words: classes.map((own) => own.words), manual: classes.map((own) => own.manual) };
  return { columns: columnsOf(lists), manual: manualColumnsOf(lists) };
}

export function reportTask(record: VerbalizeRecord, task: string): VerbalizedTask | null {
  const swept = record.tasks.find(({ name }) => name === task);
  if (swept === undefined) return null;
  const { truth, labels } = swept;
  const { seeds, templates } = record.recipe;
  const words = record.words[task];
  const parts: TaskParts = { record, task, truth, words, ...columnsOfClasses(words) };
  const arms = armsOf(record).map((arm) => [arm, answersOf(record, task, arm)] as const);
  const plain = arms.filter(([{ shots }]) => shots === 0);
  return {
    task,
    labels,
    templates: templates[task],
    rows: truth.length,
    majority: majorityRate(truth),
    truth,
    words: words.map(({ label, listed, manual, words: kept, dropped }) => ({
      label,
      listed,
      kept: kept.length,
      manual: manual.map(({ word }) => word),
      words: kept.map(({ word, ids, score, source, path }) => ({ word, ids, score, source, path })),
      dropped,
    })),
    phases: phasesOf(parts),
    table: tableOf(arms, seeds, truth),
    differences: differencesOf(arms, truth),
    cells: [...chainCells(parts), ...learnedCells(parts)],
    supportCurve: supportCurve(parts),
    confusion: {
      before: confusionOf(plain.at(0)?.[1] ?? [], truth, labels.length),
      after: confusionOf(plain.at(-1)?.[1] ?? [], truth, labels.length),
    },
  };
}
