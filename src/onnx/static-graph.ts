/**
 * The compiled form of a graph: every shape is a list of numbers, control flow is gone, and each value says where it
 * comes from. Immutable once built; passes make new graphs (`Graph → Graph`).
 */
import type { Dims, ElementType, Tensor } from './tensor.ts';

/**
 * constant: known now. weight: a frozen initializer, bound when a program runs. host: follows from the token ids and
 * masks alone, computed in JavaScript before a step, so that integers stay off the GPU. device: computed by the engine.
 * prompt, learning rate and other things fed to the device directly are `input`.
 */
export type Origin = 'constant' | 'weight' | 'host' | 'input' | 'device';

export interface Value {
  readonly id: number;
  readonly name: string;
  readonly type: ElementType;
  readonly dims: Dims;
  readonly origin: Origin;
  /** Set for constants only. */
  readonly constant?: Tensor;
  /** A host value with which the host's part ends: what is computed from it belongs to the device. */
  readonly fed?: true;
}

export type AttributeValue = number | string | readonly number[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface StaticNode {
  readonly op: string;
  /** Empty for ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
  /** Name of the node of the file that this one comes from; shown in messages. */
  readonly source: string;
}

export interface StaticGraph {
  /** What the caller feeds to the host part: token ids, masks, read positions. */
  readonly hostInputs: readonly Value[];
  readonly hostNodes: readonly StaticNode[];
  /** What the caller feeds to the device directly. */
  readonly inputs: readonly Value[];
  readonly weights: ReadonlyMap<Value, Tensor>;
  readonly nodes: readonly StaticNode[];
  readonly outputs: readonly Value[];
}

export function intAttribute(attributes: Attributes, name: string, fallback: number): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : fallback;
}

export function intsAttribute(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return typeof value === 'object' ? value : undefined;
}

export function stringAttribute(attributes: Attributes, name: string, fallback: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : fallback;
}

/**
 * An axis of a tensor of `rank` axes, or an index into `rank` elements; negative ones count from the end.
 * @throws Error for one that is not there: a damaged file must not make arrays of any size
 */
export function normalAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!(normal >= 0 && normal < rank)) throw new Error(`${String(axis)} is out of range for ${String(rank)}`);
  return normal;
}
