/** The stages of a growing PLM: how they are asked for, and what they come to on a PLM of a given size. */
import { LabError } from '../../errors/lab-error.ts';
import { chosenLayers, type LayerSelection } from './layer-choice.ts';

/** What is made smaller. */
export const REDUCTIONS = ['depth', 'width', 'both'] as const;

export type Reduction = (typeof REDUCTIONS)[number];

/** A stage by its numbers: so many steps with so many layers of so many neurons. */
export interface StageCounts {
  readonly steps: number;
  readonly layers: number;
  readonly neurons: number;
}

export type StagePlan =
  | {
      readonly by: 'shares';
      readonly reduce: Reduction;
      /** Of layers, neurons or both, rising. */
      readonly shares: readonly number[];
      /** Of the steps, one a stage. */
      readonly spent: readonly number[];
    }
  | { readonly by: 'counts'; readonly counts: readonly StageCounts[] };

/** The plan that stays at one of a plan's stages for all `steps`. */
export const planOfOne = (plan: StagePlan, stage: number, steps: number): StagePlan =>
  plan.by === 'counts'
    ? { by: 'counts', counts: [{ ...plan.counts[stage], steps }] }
    : { ...plan, shares: [plan.shares[stage]], spent: [1] };

/** A layer's part of an encoder-decoder model, and the neurons of each of its feed-forward blocks. */
export interface LayerFacts {
  readonly side: 'encoder' | 'decoder';
  readonly neurons: readonly number[];
}

export interface GrownFacts {
  readonly layers: readonly LayerFacts[];
  /** Whether layers can be left out. */
  readonly separable: boolean;
}

export interface Stage {
  /** Kept layers by number among all, an encoder's before its decoder's. */
  readonly layers: readonly number[];
  /** Kept neurons of the widest block; narrower blocks keep the same share. */
  readonly neurons: number;
  /** Kept neurons of every block of the kept layers. */
  readonly kept: readonly number[];
  readonly whole: boolean;
  /** First and last step, from 1. */
  readonly from: number;
  readonly to: number;
}

export interface StageSettings {
  readonly plan: StagePlan;
  readonly selectLayers: LayerSelection;
  /** Whether an encoder-decoder's decoder grows along. */
  readonly decoder: boolean;
  readonly steps: number;
}

const halfUp = (value: number): number => Math.floor(value + 0.5);

/** Fewer layers are no PLM of several: spec 0.1. */
const FEWEST_LAYERS = 2;

/** Layers and neurons that a share comes to (spec 0.1). */
function countsOfShare(share: number, reduce: Reduction, layers: number, neurons: number): [number, number] {
  const kept = Math.min(layers, Math.max(FEWEST_LAYERS, halfUp(share * layers)));
  const width = Math.max(1, halfUp(share * neurons));
  return [reduce === 'width' ? layers : kept, reduce === 'depth' ? neurons : width];
}

interface Stacks {
  /** Numbers of the encoder's layers, which are all where there is no decoder; and of the decoder's. */
  readonly encoder: readonly number[];
  readonly decoder: readonly number[];
  /** Neurons of the widest block that grows. */
  readonly widest: number;
}

function stacksOf({ layers }: GrownFacts, decoderGrows: boolean): Stacks {
  const of = (side: LayerFacts['side']): readonly number[] =>
    layers.flatMap((layer, index) => (layer.side === side ? [index] : []));
  const [encoder, decoder] = [of('encoder'), of('decoder')];
  const growing = decoderGrows ? [...encoder, ...decoder] : encoder;
  return { encoder, decoder, widest: Math.max(0, ...growing.flatMap((layer) => layers[layer].neurons)) };
}

/** Every stage's numbers on a PLM, equal neighbours merged. */
export function countsOn(
  settings: Omit<StageSettings, 'selectLayers'>,
  facts: GrownFacts,
): readonly StageCounts[] {
  const { encoder, widest } = stacksOf(facts, settings.decoder);
  return countsOf(settings, encoder.length, widest);
}

/** Every stage's numbers, equal neighbours merged; of `layers` layers that grow, of at most `neurons` neurons. */
function countsOf(
  { plan, steps }: Pick<StageSettings, 'plan' | 'steps'>,
  layers: number,
  neurons: number,
): readonly StageCounts[] {
  if (plan.by === 'counts') return merged(plan.counts);
  let [share, done] = [0, 0];
  return merged(
    plan.shares.map((size, stage): StageCounts => {
      share += plan.spent[stage];
      const to = stage === plan.shares.length - 1 ? steps : halfUp(share * steps);
      const [kept, width] = countsOfShare(size, plan.reduce, layers, neurons);
      const own = to - done;
      done = to;
      return { steps: own, layers: kept, neurons: width };
    }),
  );
}

function merged(counts: readonly StageCounts[]): readonly StageCounts[] {
  const result: StageCounts[] = [];
  for (const stage of counts.filter(({ steps }) => steps > 0)) {
    const last = result.at(-1);
    if (last?.layers === stage.layers && last.neurons === stage.neurons)
      result[result.length - 1] = { ...last, steps: last.steps + stage.steps };
    else result.push(stage);
  }
  return result;
}

/**
 * The stages on a PLM.
 * @throws LabError `recipe` for stages that the PLM is too small for and a decoder that it lacks, `no-partial` where its layers can't be left out
 */
export function stagesOf(settings: StageSettings, facts: GrownFacts): readonly Stage[] {
  const { layers: all, separable } = facts;
  const { encoder, decoder, widest } = stacksOf(facts, settings.decoder);
  const depth = encoder.length;
  if (settings.decoder && decoder.length === 0)
    throw new LabError({
      code: 'recipe',
      message: 'The decoder is to grow along, and this PLM is no encoder-decoder.',
      remedy: 'Leave the decoder’s growth out: all layers of this PLM grow anyway.',
      where: 'decoder',
    });
  let from = 1;
  return countsOn(settings, facts).map((counts, stage): Stage => {
    checkFits(counts, stage, depth, widest);
    const keptOf = (stack: readonly number[], n: number): readonly number[] =>
      n === 0 ? [] : chosenLayers(settings.selectLayers, stack.length, n).map((at) => stack[at]);
    const along = settings.decoder ? shareOf(counts.layers, depth, decoder.length) : decoder.length;
    const layers = [...keptOf(encoder, counts.layers), ...keptOf(decoder, along)];
    if (layers.length < all.length && !separable)
      throw new LabError({
        code: 'no-partial',
        message: 'Layers can’t be left out of this PLM: its graph doesn’t tell where they begin and end.',
        remedy: 'Grow it in width alone.',
        where: 'stages',
      });
    const kept = layers.flatMap((layer) =>
      all[layer].neurons.map((size) =>
        settings.decoder || all[layer].side === 'encoder'
          ? Math.max(1, halfUp((counts.neurons / widest) * size))
          : size,
      ),
    );
    const sizes = layers.flatMap((layer) => all[layer].neurons);
    const whole = layers.length === all.length && sizes.every((size, block) => kept[block] === size);
    const to = from + counts.steps - 1;
    const result = { layers, neurons: counts.neurons, kept, whole, from, to };
    from = to + 1;
    return result;
  });
}

/** As many of `all` others as `n` are of `depth`. */
const shareOf = (n: number, depth: number, all: number): number =>
  Math.min(all, Math.max(Math.min(FEWEST_LAYERS, n), halfUp((n / depth) * all)));

function checkFits({ layers, neurons }: StageCounts, stage: number, depth: number, widest: number): void {
  const problem =
    widest === 0
      ? 'the PLM has no feed-forward block that was found'
      : layers > depth
        ? `it asks for ${String(layers)} layers, and there are ${String(depth)}`
        : neurons > widest
          ? `it asks for ${String(neurons)} neurons, and there are ${String(widest)}`
          : null;
  if (problem === null) return;
  throw new LabError({
    code: 'recipe',
    message: `Stage ${String(stage + 1)} doesn’t fit the PLM: ${problem}.`,
    remedy: `Ask for at most ${String(depth)} layers of ${String(widest)} neurons.`,
    where: `stages.${String(stage)}`,
  });
}

/** The stage that a step belongs to; the last one for steps behind it. @param step from 1 */
export function stageAt(stages: readonly Stage[], step: number): number {
  const found = stages.findIndex(({ to }) => step <= to);
  return found < 0 ? stages.length - 1 : found;
}
