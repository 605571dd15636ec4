/** The reader's weights as one vector that is trained, and each parameter as a view of it (spec 0.9). */
import { parameterLayout } from '../../../experiment/reader/reader-parameters.ts';
import type { ReaderModel } from '../../../experiment/reader/reader-model.ts';
import type { Builder } from '../../../onnx/builder.ts';
import { arithmetic } from '../../../onnx/lowering/lowering.ts';
import type { Value } from '../../../onnx/static-graph.ts';

/** Name of the vector among a program's state or inputs. */
export const WEIGHTS = 'weights';

/** A parameter by its name. */
export type Weights = (name: string) => Value;

export interface FlatWeights {
  /** [all parameters], an input of the graph. */
  readonly vector: Value;
  readonly of: Weights;
}

export function addWeights(b: Builder, model: ReaderModel): FlatWeights {
  const { parameters, size } = parameterLayout(model);
  const vector = b.input(WEIGHTS, 'float32', [size]);
  const places = new Map(parameters.map((one) => [one.name, one]));
  const { slice, reshape } = arithmetic(b);
  return {
    vector,
    of(name) {
      const place = places.get(name);
      if (place === undefined) throw new Error(`the reader has no parameter ${name}`);
      return reshape(slice(vector, 0, place.start, place.end), place.dims);
    },
  };
}
