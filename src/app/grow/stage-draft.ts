/** The stages of the form: how they are made, moved and resized, and what they come to on a PLM. Pure. */
import type { GrownStructure } from '../../experiment/progressive/growth-record.ts';
import { paperStages } from '../../experiment/progressive/default-growth.ts';
import {
  countsOn,
  stagesOf,
  type Reduction,
  type StageCounts,
  type StagePlan,
} from '../../experiment/progressive/stages.ts';
import { toErrorData } from '../../errors/lab-error.ts';
import type { DrawnStage } from '../../views/grow/stage-input.ts';
import type { GrowDraft, StageDraft } from './grow-lab-types.ts';

/** Layers and neurons that stages can have at most. */
export interface Whole {
  readonly layers: number;
  readonly neurons: number;
}

/** Of an encoder-decoder whose decoder stays whole, the encoder's. */
export function wholeOf({ layers }: Pick<GrownStructure, 'layers'>, decoder: boolean): Whole {
  const encoder = layers.filter(({ side }) => side === 'encoder');
  const growing = decoder ? layers : encoder;
  return {
    layers: encoder.length,
    neurons: Math.max(0, ...growing.flatMap(({ neurons }) => neurons)),
  };
}

const asDraft = ({ steps, layers, neurons }: StageCounts): StageDraft => ({
  steps: String(steps),
  layers: String(layers),
  neurons: String(neurons),
});

/** A recipe's plan in numbers, as the form has them. */
export const draftOfPlan = (
  plan: StagePlan,
  steps: number,
  decoder: boolean,
  structure: GrownStructure,
): readonly StageDraft[] => countsOn({ plan, steps, decoder }, structure).map(asDraft);

/** The paper's stages on a PLM: 25, 50, 75 % of what is made smaller, a fifth of the steps each. */
export const usualStages = (
  reduce: Reduction,
  steps: number,
  decoder: boolean,
  structure: GrownStructure,
): readonly StageDraft[] => draftOfPlan(paperStages(reduce), steps, decoder, structure);

/** A whole number from 1 on that was typed; null for anything else. */
export const wholeNumber = (text: string): number | null =>
  /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : null;

/** Every stage's numbers; null where something isn't one. */
export function countsOfDraft(stages: readonly StageDraft[]): readonly StageCounts[] | null {
  const counts = stages.flatMap((stage): readonly StageCounts[] => {
    const steps = wholeNumber(stage.steps);
    const layers = wholeNumber(stage.layers);
    const neurons = wholeNumber(stage.neurons);
    return steps === null || layers === null || neurons === null ? [] : [{ steps, layers, neurons }];
  });
  return counts.length === stages.length ? counts : null;
}

/** What is made smaller, as people call it. */
export function reductionOf(stages: readonly StageDraft[], whole: Whole | null): string {
  const counts = countsOfDraft(stages);
  if (counts === null || counts.length < 2) return 'one stage';
  const differs = (of: 'layers' | 'neurons'): boolean =>
    counts.some((stage) => stage[of] !== (whole?.[of] ?? counts[counts.length - 1][of]));
  const [depth, width] = [differs('layers'), differs('neurons')];
  if (depth && width) return 'depth and width';
  if (depth) return 'depth';
  return width ? 'width' : 'nothing';
}

/** The last step of each stage but the last. */
export function boundariesOf(counts: readonly StageCounts[]): readonly number[] {
  let step = 0;
  return counts.slice(0, -1).map((stage) => (step += stage.steps));
}

/**
 * The stages with the end of one of them at another step: what it wins, the next one loses; each keeps a step.
 * @param boundary number of the stage that ends there, from 0
 */
export function moveBoundary(
  stages: readonly StageDraft[],
  boundary: number,
  step: number,
): readonly StageDraft[] {
  const counts = countsOfDraft(stages);
  if (counts === null || boundary < 0 || boundary >= counts.length - 1) return stages;
  const begin = boundary === 0 ? 0 : boundariesOf(counts)[boundary - 1];
  const both = counts[boundary].steps + counts[boundary + 1].steps;
  const steps = Math.max(1, Math.min(both - 1, Math.round(step) - begin));
  return stages.map((stage, index) => {
    if (index === boundary) return { ...stage, steps: String(steps) };
    return index === boundary + 1 ? { ...stage, steps: String(both - steps) } : stage;
  });
}

/**
 * The stages with one of them larger or smaller, no further than its neighbours: a PLM grows.
 * @param by layers or neurons more
 */
export function resizeStage(
  stages: readonly StageDraft[],
  index: number,
  of: 'layers' | 'neurons',
  by: number,
  whole: Whole | null,
): readonly StageDraft[] {
  const counts = countsOfDraft(stages);
  if (counts === null || index < 0 || index >= counts.length) return stages;
  const low = index === 0 ? 1 : counts[index - 1][of];
  const high = index === counts.length - 1 ? (whole?.[of] ?? counts[index][of]) : counts[index + 1][of];
  const size = Math.max(low, Math.min(high, counts[index][of] + by));
  return stages.map((stage, at) => (at === index ? { ...stage, [of]: String(size) } : stage));
}

/** The stages with one of them in two halves, of which the second can be made larger. */
export function splitStage(stages: readonly StageDraft[], index: number): readonly StageDraft[] {
  const steps = wholeNumber(stages[index].steps);
  if (steps === null || steps < 2) return stages;
  const first = Math.floor(steps / 2);
  return stages.flatMap((stage, at) =>
    at === index
      ? [
          { ...stage, steps: String(first) },
          { ...stage, steps: String(steps - first) },
        ]
      : [stage],
  );
}

/** The stages without one of them; the next one, or the one before the last, has its steps. */
export function dropStage(stages: readonly StageDraft[], index: number): readonly StageDraft[] {
  if (stages.length < 2) return stages;
  const heir = index === stages.length - 1 ? index - 1 : index + 1;
  const [own, other] = [wholeNumber(stages[index].steps), wholeNumber(stages[heir].steps)];
  return stages.flatMap((stage, at) => {
    if (at === index) return [];
    return at === heir && own !== null && other !== null
      ? [{ ...stage, steps: String(own + other) }]
      : [stage];
  });
}

/** The stages over another number of steps, each as large a share of them as before. */
export function rescaleStages(stages: readonly StageDraft[], steps: number): readonly StageDraft[] {
  const counts = countsOfDraft(stages);
  if (counts === null || steps < counts.length) return stages;
  const before = counts.reduce((sum, stage) => sum + stage.steps, 0);
  let [seen, given] = [0, 0];
  return counts.map((stage, index) => {
    seen += stage.steps;
    const left = counts.length - 1 - index;
    const end = left === 0 ? steps : Math.round((seen / before) * steps);
    const own = Math.max(1, Math.min(end, steps - left) - given);
    given += own;
    return asDraft({ ...stage, steps: own });
  });
}

/** What tells parts of a PLM apart whose cost was counted: the same stages of other runs cost the same. */
export const partKey = (
  { plm, task, promptLength, batch }: Pick<GrowDraft, 'plm' | 'task' | 'promptLength' | 'batch'>,
  layers: number,
  neurons: number,
): string => JSON.stringify([plm, task, promptLength, batch, layers, neurons]);

export interface PlannedStages {
  /** One a stage of the form; what is no number, or too much, is drawn as the nearest that can be. */
  readonly stages: readonly DrawnStage[];
  /** Why the PLM can't have them; null where it can. */
  readonly problem: string | null;
}

const clamped = (text: string, most: number): number => Math.min(most, Math.max(1, wholeNumber(text) ?? 1));

/** The stages of the form on a PLM, with what is known of their cost. */
export function plannedStages(
  draft: GrowDraft,
  structure: GrownStructure,
  costs: ReadonlyMap<string, number>,
): PlannedStages {
  const whole = wholeOf(structure, draft.decoder);
  let step = 0;
  let problem: string | null = null;
  const stages = draft.stages.map((stage): DrawnStage => {
    const steps = wholeNumber(stage.steps) ?? 1;
    const counts = {
      steps,
      layers: clamped(stage.layers, whole.layers),
      neurons: clamped(stage.neurons, whole.neurons),
    };
    const from = step + 1;
    step += steps;
    const size = { from, to: step, neurons: counts.neurons };
    const relativeFlops = costs.get(partKey(draft, counts.layers, counts.neurons)) ?? null;
    try {
      const [one] = stagesOf(
        {
          plan: { by: 'counts', counts: [counts] },
          selectLayers: draft.rest.selectLayers,
          decoder: draft.decoder,
          steps,
        },
        structure,
      );
      return { ...size, layers: one.layers, relativeFlops };
    } catch (thrown) {
      problem = toErrorData(thrown).message;
      return { ...size, layers: structure.layers.map((_, layer) => layer), relativeFlops: null };
    }
  });
  return { stages, problem };
}
