/** The waterfall of a task of a report: means of its variants, and what the words as they are now make of it. */
import type { VerbalizedTask } from '../../experiment/verbalizer/verbalize-report.ts';
import { STEP_IDS, type StepId, type WaterfallInput } from '../../views/words/waterfall-input.ts';
import { isStepOn, stepsOf, variantOf, type Switches } from './step-switches.ts';

export interface WaterfallRun {
  readonly task: Pick<VerbalizedTask, 'labels' | 'templates' | 'rows' | 'table'>;
  readonly seeds: readonly number[];
  readonly trained: WaterfallInput['trained'];
}

/** @param shown accuracy of each step with the template shown; empty where its logits are not there */
export function waterfallOfTask(
  { task, seeds, trained }: WaterfallRun,
  switches: Switches,
  shown: Partial<Record<StepId, number>>,
): WaterfallInput {
  return {
    steps: STEP_IDS.map((id) => {
      const variant = variantOf(stepsOf(switches, id));
      const row = task.table.find((one) => one.variant === variant && one.shots === 0);
      return {
        id,
        isOn: isStepOn(switches, id),
        mean: row?.accuracy.mean ?? null,
        spread: row?.spread ?? null,
        shown: shown[id] ?? null,
      };
    }),
    guess: 1 / task.labels.length,
    trained,
    templates: task.templates.length,
    supports: seeds.length,
    rows: task.rows,
  };
}
