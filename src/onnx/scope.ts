/** Names of a graph's values while it is compiled. */
import { LabError } from '../errors/lab-error.ts';
import type { Value } from './static-graph.ts';

/** A name stands for a tensor or, with the sequence operators, for a list of tensors. */
export type Bound = Value | readonly Value[];

export type Scope = Map<string, Bound>;

export const isSequence = (bound: Bound): bound is readonly Value[] => Array.isArray(bound);

export function unsupported(source: string, what: string): LabError {
  return new LabError({
    code: 'onnx-unsupported',
    message: `Node ${source || '(unnamed)'}: ${what} is not supported.`,
    remedy:
      'Export the model in a plain form: float32 or float16, no cache, no quantisation; or report it with the model’s name.',
    where: source,
  });
}

export function lookUp(scope: Scope, name: string, source: string): Bound {
  const bound = scope.get(name);
  if (bound === undefined) {
    throw new LabError({
      code: 'onnx-unreadable',
      message: `“${name}”, which ${source || 'a node'} reads, is made by no node and given by no input.`,
      remedy:
        'If it is an input of the model (a cache, for instance), export the model without it; else the file is damaged.',
      where: name,
    });
  }
  return bound;
}

export function tensorNamed(scope: Scope, name: string, source: string): Value {
  const bound = lookUp(scope, name, source);
  if (isSequence(bound)) throw unsupported(source, `a sequence (${name}) where a tensor is expected`);
  return bound;
}
