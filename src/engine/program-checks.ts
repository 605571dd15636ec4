/** What is checked before anything reaches onnxruntime, whose own messages name neither the program nor the remedy. */
import { LabError } from '../errors/lab-error.ts';
import type { HostTensor, TensorSpec } from '../onnx/host-tensor.ts';
import type { ProgramSpec, StateSpec } from './engine-types.ts';

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

function mistake(program: string, message: string, where: string): LabError {
  return new LabError({
    code: 'engine-failed',
    message: `${program}: ${message}`,
    remedy: 'This is a mistake in the lab, not in your data: report it with the copied diagnostics.',
    where,
  });
}

/** The tensors that `wanted` names, checked one by one; the error names the first that is missing or does not fit. */
export function checkedTensors(
  program: string,
  kind: 'input' | 'state',
  wanted: readonly TensorSpec[],
  given: Readonly<Record<string, HostTensor>>,
): readonly (readonly [TensorSpec, HostTensor])[] {
  return wanted.map((spec) => {
    const tensor = Object.hasOwn(given, spec.name) ? given[spec.name] : undefined;
    if (tensor === undefined) throw mistake(program, `${kind} “${spec.name}” is missing`, spec.name);
    const fits =
      tensor.type === spec.type &&
      tensor.dims.length === spec.dims.length &&
      tensor.dims.every((dim, axis) => dim === spec.dims[axis]) &&
      tensor.data.length === elementCount(spec.dims);
    if (!fits) {
      const described = `${tensor.type}[${tensor.dims.join(', ')}] with ${tensor.data.length} values`;
      throw mistake(
        program,
        `${kind} “${spec.name}” is ${described}, expected ${spec.type}[${spec.dims.join(', ')}]`,
        spec.name,
      );
    }
    return [spec, tensor] as const;
  });
}

/** The state tensors that `values` names, for a partial overwrite; the error names what the program does not have. */
export function checkedState(
  spec: ProgramSpec,
  values: Readonly<Record<string, HostTensor>>,
): readonly (readonly [TensorSpec, HostTensor])[] {
  const known = new Map(spec.state.map((state) => [state.name, state]));
  const wanted = Object.keys(values).map((name) => knownState(spec.name, known, name));
  return checkedTensors(spec.name, 'state', wanted, values);
}

export function knownState<S>(program: string, states: ReadonlyMap<string, S>, name: string): S {
  const state = states.get(name);
  if (state === undefined) throw mistake(program, `has no state “${name}”`, name);
  return state;
}

/** Before a run: state must have been set, and only declared outputs can be fetched. */
export function checkRunnable(
  spec: ProgramSpec,
  unset: readonly StateSpec[],
  fetch: readonly string[],
): void {
  const [first] = unset;
  if (first !== undefined) throw mistake(spec.name, `state “${first.name}” was never set`, first.name);
  for (const name of fetch) {
    if (!fetchable(spec).some((output) => output.name === name)) {
      throw mistake(spec.name, `has no output “${name}”`, name);
    }
  }
}

/** Everything that a run computes: the declared outputs, and the next value of each state tensor. */
export function fetchable(spec: ProgramSpec): readonly TensorSpec[] {
  const declared = new Set(spec.outputs.map((output) => output.name));
  const nexts = spec.state.filter((state) => !declared.has(state.next));
  return [...spec.outputs, ...nexts.map(({ next, type, dims }) => ({ name: next, type, dims }))];
}

/** After compilation: what the graph wants and what the spec says must be the same. */
export function checkGraphAgrees(
  spec: ProgramSpec,
  inputNames: readonly string[],
  outputNames: readonly string[],
  loadedWeights: ReadonlyMap<string, unknown>,
): void {
  for (const name of spec.weights) {
    if (!loadedWeights.has(name)) throw mistake(spec.name, `weight “${name}” is not loaded`, name);
  }
  const described = new Set([
    ...spec.inputs.map(({ name }) => name),
    ...spec.weights,
    ...spec.state.map(({ name }) => name),
  ]);
  for (const name of inputNames) {
    if (!described.has(name))
      throw mistake(spec.name, `the graph has an input “${name}” that nothing feeds`, name);
  }
  for (const name of described) {
    if (!inputNames.includes(name)) throw mistake(spec.name, `the graph has no input “${name}”`, name);
  }
  for (const { name } of fetchable(spec)) {
    if (!outputNames.includes(name)) throw mistake(spec.name, `the graph has no output “${name}”`, name);
  }
}
