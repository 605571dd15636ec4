/**
 * What parsed JSON from outside must not hold, whatever its schema: keys that reach an object's prototype, and
 * nesting so deep that walking it would end the stack.
 */
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Far deeper than anything that the lab writes. */
const MOST_LEVELS = 32;

export interface UnsafePlace {
  /** Path such as `init.__proto__`. */
  readonly field: string;
  readonly message: string;
}

/** Every unsafe place in a parsed JSON value. */
export function unsafePlaces(value: unknown, path = '', level = 0): readonly UnsafePlace[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (level > MOST_LEVELS) return [{ field: path, message: 'is nested too deep' }];
  return Object.keys(value).flatMap((key) => {
    const field = path === '' ? key : `${path}.${key}`;
    if (REFUSED.has(key)) return [{ field, message: 'is not allowed as a name' }];
    return unsafePlaces(Reflect.get(value, key), field, level + 1);
  });
}
