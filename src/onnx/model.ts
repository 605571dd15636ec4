/** An ONNX model as it stands in the file: names, nodes, initializers; nothing resolved yet. */
import type { RawTensor } from './raw-tensor.ts';

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: RawTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph };

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** Empty for ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

export interface OnnxValueInfo {
  readonly name: string;
  /** ONNX element type code; 0 when the file does not say. */
  readonly elementType: number;
  /** A number, a symbolic name, or null when unknown; undefined when even the rank is unknown. */
  readonly dims: readonly (number | string | null)[] | undefined;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly initializers: ReadonlyMap<string, RawTensor>;
  readonly nodes: readonly OnnxNode[];
}

/** A model-local function: nodes with named parameters, expanded at each call. */
export interface OnnxFunction {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly string[];
  readonly attributeDefaults: ReadonlyMap<string, Attribute>;
  readonly nodes: readonly OnnxNode[];
  /** Parameter references: node index, attribute name, and the function attribute it takes its value from. */
  readonly references: readonly { readonly node: number; readonly name: string; readonly from: string }[];
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Version of each operator set, ai.onnx under the empty name. */
  readonly opsets: ReadonlyMap<string, number>;
  /** By `domain:name`. */
  readonly functions: ReadonlyMap<string, OnnxFunction>;
  readonly producer: string;
}
