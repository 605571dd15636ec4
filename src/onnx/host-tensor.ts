/** Tensors as the host holds them, between a graph and an engine. */

/** What crosses the boundary between host and engine. int64 never does: it has no place on a GPU's hot path. */
export type HostTensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array };

export interface TensorSpec {
  readonly name: string;
  readonly type: HostTensor['type'];
  readonly dims: readonly number[];
}
