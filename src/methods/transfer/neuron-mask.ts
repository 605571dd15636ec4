/**
 * Switches a share of the feed-forward neurons off: a prompt's most activated ones, or as many at random (Su et al. 2022
 * mask the former; a drop means something only beside the latter).
 */
import { LabError } from '../../errors/lab-error.ts';
import type { RandomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import type { MaskingSettings } from '../../experiment/transfer/sweep-recipe.ts';
import type { NeuronActivations } from './neuron-overlap.ts';

type Choice = Pick<MaskingSettings, 'ranking' | 'budget'>;

/** How many of each group of neurons are switched off; groups are all layers together, or each layer. */
function groups({ layers, neurons }: NeuronActivations, { budget }: Choice): (readonly [number, number])[] {
  return budget === 'all-layers'
    ? [[0, layers * neurons]]
    : Array.from({ length: layers }, (_, layer) => [layer * neurons, neurons] as const);
}

function maskOf(activations: NeuronActivations, off: Iterable<number>): Float32Array[] {
  const { layers, neurons } = activations;
  const masks = Array.from({ length: layers }, () => new Float32Array(neurons).fill(1));
  for (const index of off) masks[Math.floor(index / neurons)][index % neurons] = 0;
  return masks;
}

function check(share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new LabError({
    code: 'argument',
    message: `${share} is no share of the neurons.`,
    remedy: 'Give a share between 0 and 1.',
  });
}

/**
 * The `share` of neurons that the prompt activates most, of equals the first; one mask a layer, 0 for off. A share of 0
 * switches nothing off, a share of 1 leaves only the biases behind the neurons. @throws LabError `argument`
 */
export function topNeuronMask(
  activations: NeuronActivations,
  share: number,
  choice: Choice,
): readonly Float32Array[] {
  check(share);
  const { values } = activations;
  const rank = (index: number): number =>
    choice.ranking === 'signed' ? values[index] : Math.abs(values[index]);
  const off = groups(activations, choice).flatMap(([first, count]) =>
    Array.from({ length: count }, (_, index) => first + index)
      .sort((a, b) => rank(b) - rank(a) || a - b)
      .slice(0, Math.round(share * count)),
  );
  return maskOf(activations, off);
}

/** As many neurons as `topNeuronMask` switches off, drawn without looking. @throws LabError `argument` */
export function randomNeuronMask(
  activations: NeuronActivations,
  share: number,
  choice: Choice,
  stream: RandomStream,
): readonly Float32Array[] {
  check(share);
  const off = groups(activations, choice).flatMap(([first, count]) =>
    Array.from(shuffled(count, stream).slice(0, Math.round(share * count)), (index) => first + index),
  );
  return maskOf(activations, off);
}
