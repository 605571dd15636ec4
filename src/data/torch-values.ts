/**
 * What a torch file may hold, and what the few names that it may call make of their arguments: a tensor is a storage, an
 * offset, a shape and strides, all numbers. Formats: torch.serialization (persistent ids), torch._utils
 * (`_rebuild_tensor_v2`, `_rebuild_parameter`).
 */
import { LabError } from '../errors/lab-error.ts';

export interface TorchStorage {
  readonly kind: 'storage';
  /** As torch calls it: `FloatStorage`. */
  readonly type: string;
  /** The name of the entry `data/<key>` with its numbers. */
  readonly key: string;
  readonly count: number;
}

export interface TorchTensor {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  /** In numbers, from the storage's first. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

interface PickledDict {
  readonly kind: 'dict';
  readonly entries: Map<string | number, PickledValue>;
}

interface PickledTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickledValue[];
}

interface PickledGlobal {
  readonly kind: 'global';
  readonly name: string;
}

type PickledObject = TorchStorage | TorchTensor | PickledDict | PickledTuple | PickledGlobal;

export type PickledValue = null | boolean | number | string | PickledObject;

const STORAGE = /^torch\.((?:Float|Double|Half|BFloat16|Long|Int|Short|Char|Byte|Bool)Storage)$/;
const CALLS = {
  tensor: 'torch._utils._rebuild_tensor_v2',
  parameter: 'torch._utils._rebuild_parameter',
  dict: 'collections.OrderedDict',
} as const;
const CALLABLE: ReadonlySet<string> = new Set(Object.values(CALLS));

/** torch allows 64; no tensor of a prompt has more than a few. */
const MOST_AXES = 8;

const REMEDY =
  'Save the prompt again from Python: torch.save(tensor.detach().cpu().contiguous(), file), or as .safetensors.';

type Wrong = (what: string) => LabError;

/** A `file` error that says what is wrong with the torch file. */
export function torchProblem(file: string, what: string, remedy = REMEDY): LabError {
  return new LabError({
    code: 'file',
    message: `${file} is no torch file that the lab reads: ${what}.`,
    remedy,
    where: file,
  });
}

/** Text from a file as far as a message can hold it. */
export const clipped = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

export const kindOf = (x: PickledValue | undefined): string =>
  typeof x === 'object' && x !== null ? x.kind : typeof x;

export function isKind<K extends PickledObject['kind']>(
  x: PickledValue | undefined,
  kind: K,
): x is Extract<PickledObject, { readonly kind: K }> {
  return kindOf(x) === kind && typeof x === 'object';
}

const isCount = (x: PickledValue): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x >= 0;

/** Whether a pickle may name it at all: a storage's type, or what makes a tensor, a parameter or a dictionary. */
export const isKnownName = (name: string): boolean => STORAGE.test(name) || CALLABLE.has(name);

/** The storage that `('storage', torch.FloatStorage, '0', 'cpu', 76800)` refers to. @throws LabError from `wrong` */
export function storageOf(id: PickledValue, wrong: Wrong): TorchStorage {
  if (isKind(id, 'tuple') && id.items.length === 5) {
    const [what, global, key, , count] = id.items;
    const type = isKind(global, 'global') ? STORAGE.exec(global.name)?.[1] : undefined;
    if (
      what === 'storage' &&
      type !== undefined &&
      typeof key === 'string' &&
      /^\d{1,9}$/.test(key) &&
      isCount(count)
    )
      return { kind: 'storage', type, key, count };
  }
  throw wrong('its reference to a storage is malformed');
}

/** What calling `callee` with `args` gives in torch, as a value. @throws LabError from `wrong` */
export function callOf(callee: PickledValue, args: PickledValue, wrong: Wrong): PickledValue {
  if (!isKind(callee, 'global') || !CALLABLE.has(callee.name))
    throw wrong(`its pickle calls what can’t be called, a ${kindOf(callee)}`);
  if (!isKind(args, 'tuple')) throw wrong(`its pickle calls ${callee.name} without arguments`);
  const { items } = args;
  if (callee.name === CALLS.tensor) return tensorOf(items, wrong);
  if (callee.name === CALLS.dict && items.length === 0) return { kind: 'dict', entries: new Map() };
  const [first] = items;
  if (callee.name === CALLS.parameter && isKind(first, 'tensor')) return first;
  throw wrong(`its pickle calls ${callee.name} with other arguments than torch does`);
}

/** `(storage, offset, shape, stride, requires_grad, backward_hooks)`, in newer files perhaps with metadata behind. */
function tensorOf(args: readonly PickledValue[], wrong: Wrong): TorchTensor {
  const [storage, offset, shape, stride, requiresGrad] = args;
  if (
    args.length < 6 ||
    args.length > 7 ||
    !isKind(storage, 'storage') ||
    !isCount(offset) ||
    typeof requiresGrad !== 'boolean'
  )
    throw wrong('its tensor is malformed');
  const dims = countsOf(shape, wrong);
  const strides = countsOf(stride, wrong);
  if (dims.length !== strides.length) throw wrong('its tensor has other strides than axes');
  return { kind: 'tensor', storage, offset, shape: dims, stride: strides };
}

function countsOf(value: PickledValue, wrong: Wrong): readonly number[] {
  if (!isKind(value, 'tuple') || value.items.length > MOST_AXES || !value.items.every(isCount))
    throw wrong('the shape or the strides of its tensor are malformed');
  return value.items;
}
