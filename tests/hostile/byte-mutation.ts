/** Damages bytes: what a broken copy, a wrong tool or an attacker makes of a valid file. */
import fc from 'fast-check';
import { HOSTILE_INTEGERS } from './hostile-values.ts';

/** Places are numbers of any size; they are taken modulo the length, so that a step fits every file. */
type ByteStep =
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | {
      readonly kind: 'integer';
      readonly at: number;
      readonly width: number;
      readonly value: bigint;
      readonly bigEndian: boolean;
    }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | {
      readonly kind: 'splice';
      readonly at: number;
      readonly seed: number;
      readonly from: number;
      readonly length: number;
    }
  | { readonly kind: 'token'; readonly at: number; readonly token: Uint8Array };

const MOST_STEPS = 5;
/** Steps that grow a file stop here, so that inputs stay small enough to be many. */
const MOST_BYTES = 1 << 20;

/** Headers decide most, so the first bytes are hit as often as all others together. */
const place = fc.oneof(fc.nat(80), fc.nat(2 ** 30));
const stretch = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 512 }));

function stepsWith(tokens: readonly Uint8Array[]): fc.Arbitrary<ByteStep> {
  const set = fc.record({ kind: fc.constant('set' as const), at: place, value: fc.nat(255) });
  const integer = fc.record({
    kind: fc.constant('integer' as const),
    at: place,
    width: fc.constantFrom(1, 2, 4, 8),
    value: fc.constantFrom(...HOSTILE_INTEGERS),
    bigEndian: fc.boolean(),
  });
  const remove = fc.record({ kind: fc.constant('remove' as const), at: place, length: stretch });
  const repeat = fc.record({
    kind: fc.constant('repeat' as const),
    at: place,
    length: stretch,
    times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(500)),
  });
  const splice = fc.record({
    kind: fc.constant('splice' as const),
    at: place,
    seed: fc.nat(100),
    from: place,
    length: stretch,
  });
  const cut = fc.record({ kind: fc.constant('cut' as const), at: place });
  const always = [set, integer, remove, repeat, splice, cut];
  if (tokens.length === 0) return fc.oneof(...always);
  const token = fc.record({
    kind: fc.constant('token' as const),
    at: place,
    token: fc.constantFrom(...tokens),
  });
  return fc.oneof({ arbitrary: token, weight: always.length }, ...always);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

function integerBytes(value: bigint, width: number, bigEndian: boolean): Uint8Array {
  const bytes = Uint8Array.from({ length: width }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
  return bigEndian ? bytes.reverse() : bytes;
}

function apply(bytes: Uint8Array, step: ByteStep, seeds: readonly Uint8Array[]): Uint8Array {
  const at = step.at % (bytes.byteLength + 1);
  const before = bytes.subarray(0, at);
  switch (step.kind) {
    case 'set':
      return joined(before, Uint8Array.of(step.value), bytes.subarray(at + 1));
    case 'integer':
      return joined(
        before,
        integerBytes(step.value, step.width, step.bigEndian),
        bytes.subarray(at + step.width),
      );
    case 'cut':
      return before;
    case 'remove':
      return joined(before, bytes.subarray(at + step.length));
    case 'repeat': {
      const piece = bytes.subarray(at, at + step.length);
      return joined(before, ...Array.from({ length: step.times + 1 }, () => piece), bytes.subarray(at));
    }
    case 'splice': {
      const other = seeds[step.seed % seeds.length];
      const from = step.from % (other.byteLength + 1);
      return joined(before, other.subarray(from, from + step.length), bytes.subarray(at));
    }
    case 'token':
      return joined(before, step.token, bytes.subarray(at));
    default:
      return step satisfies never;
  }
}

/** Valid files, damaged in up to five places. `tokens` are pieces that mean something in the format. */
export function damagedBytes(
  seeds: readonly Uint8Array[],
  tokens: readonly (string | Uint8Array)[] = [],
): fc.Arbitrary<Uint8Array> {
  const encoder = new TextEncoder();
  const pieces = tokens.map((token) => (typeof token === 'string' ? encoder.encode(token) : token));
  return fc
    .tuple(fc.nat(seeds.length - 1), fc.array(stepsWith(pieces), { minLength: 1, maxLength: MOST_STEPS }))
    .map(([seed, steps]) =>
      steps.reduce<Uint8Array>(
        (bytes, step) => (bytes.byteLength > MOST_BYTES ? bytes : apply(bytes, step, seeds)),
        seeds[seed].slice(),
      ),
    );
}
