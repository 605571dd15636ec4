/**
 * ON, the overlap of activated neurons of two prompts (Su et al. 2022, section 6): AS(P) = [s_1; …; s_L], s_k the
 * binarised feed-forward activations of layer k at the decoding position, and
 *
 *     ON(P₁, P₂) = AS(P₁)·AS(P₂) / (‖AS(P₁)‖ ‖AS(P₂)‖)
 *
 * which for 0 and 1 is |A∩B| / √(|A| |B|), Ochiai's coefficient. GELU and ReLU keep the sign, so reading before or behind
 * them gives the same sets.
 */
import { LabError } from '../../errors/lab-error.ts';
import { cosine } from './prompt-matrix.ts';

/** [layers × neurons], row-major, layer 0 (nearest the input) first. */
export interface NeuronActivations {
  readonly layers: number;
  readonly neurons: number;
  readonly values: Float32Array | Float64Array;
}

/** Which layers are compared: one, the last three (the paper's top window), all, or any window. */
export type LayerSpan =
  | { readonly kind: 'all' }
  | { readonly kind: 'last-three' }
  | { readonly kind: 'one'; readonly layer: number }
  | { readonly kind: 'window'; readonly first: number; readonly count: number };

/**
 * What of the activations is compared. `positive`: the paper's, above 0 counts and an exact 0 does not. `top`: the
 * `percent` largest of the compared layers together. `real`: the values themselves, so ON is their cosine.
 */
export type NeuronCode =
  | { readonly kind: 'positive' }
  | { readonly kind: 'top'; readonly percent: number }
  | { readonly kind: 'real' };

function wrong(message: string, remedy: string): LabError {
  return new LabError({ code: 'argument', message, remedy });
}

function bounds(span: LayerSpan, layers: number): readonly [first: number, end: number] {
  switch (span.kind) {
    case 'all':
      return [0, layers];
    case 'last-three':
      return [Math.max(0, layers - 3), layers];
    case 'one':
      return [span.layer, span.layer + 1];
    case 'window':
      return [span.first, span.first + span.count];
  }
  return span satisfies never;
}

/** The activations of the layers of `span`, layer after layer. @throws LabError `argument` */
export function activationsOf(
  { layers, neurons, values }: NeuronActivations,
  span: LayerSpan,
): Float32Array | Float64Array {
  if (values.length !== layers * neurons)
    throw wrong(
      `${values.length} activations are not ${layers} layers of ${neurons} neurons.`,
      'Give layers × neurons values.',
    );
  const [first, end] = bounds(span, layers);
  if (!Number.isInteger(first) || !Number.isInteger(end) || first < 0 || end > layers || first >= end)
    throw wrong(
      `Layers ${first} to ${end - 1} are not within the ${layers} layers of the model.`,
      `Give layers from 0 to ${layers - 1}.`,
    );
  return values.subarray(first * neurons, end * neurons);
}

/** The vector that ON compares. @throws LabError `argument` for a share outside of (0, 100] */
export function neuronCode(activations: Float32Array | Float64Array, code: NeuronCode): Float64Array {
  switch (code.kind) {
    case 'real':
      return Float64Array.from(activations);
    case 'positive':
      return Float64Array.from(activations, (value) => (value > 0 ? 1 : 0));
    case 'top':
      return topNeurons(activations, code.percent);
  }
  return code satisfies never;
}

/** 1 for the `percent` largest, at least one; of equals the first. */
function topNeurons(activations: Float32Array | Float64Array, percent: number): Float64Array {
  if (!(percent > 0 && percent <= 100))
    throw wrong(`${percent} % is no share of the neurons.`, 'Give more than 0 and at most 100.');
  const count = Math.max(1, Math.round((activations.length * percent) / 100));
  const order = Array.from(activations, (_, index) => index).sort(
    (a, b) => activations[b] - activations[a] || a - b,
  );
  const chosen = new Float64Array(activations.length);
  for (const index of order.slice(0, count)) chosen[index] = 1;
  return chosen;
}

/**
 * ON of two prompts' activations, from 0 to 1 for sets of neurons and from −1 to 1 for real values; 0 where one prompt
 * activates no neuron. @throws LabError `argument` when the activations are of different models
 */
export function neuronOverlap(
  a: NeuronActivations,
  b: NeuronActivations,
  span: LayerSpan = { kind: 'last-three' },
  code: NeuronCode = { kind: 'positive' },
): number {
  if (a.layers !== b.layers || a.neurons !== b.neurons)
    throw wrong(
      `${a.layers} × ${a.neurons} and ${b.layers} × ${b.neurons} neurons are not of one model.`,
      'Compare activations of one PLM.',
    );
  return cosine(neuronCode(activationsOf(a, span), code), neuronCode(activationsOf(b, span), code));
}
