/**
 * Damages a value that has been parsed (JSON, or the messages of an ONNX file) and keeps it well-formed, so that what is
 * wrong reaches the rules behind the parser: fields of other types, numbers beyond bounds, names that aren't names.
 */
import fc from 'fast-check';
import { HOSTILE_NUMBERS, HOSTILE_TEXTS } from './hostile-values.ts';

const ACTIONS = ['replace', 'remove', 'double', 'borrow', 'swap', 'add', 'deepen'] as const;

export interface TreeStep {
  readonly action: (typeof ACTIONS)[number];
  /** Taken modulo the number of places. */
  readonly at: number;
  readonly other: number;
  readonly value: unknown;
}

/** How a format's values may be exchanged for others. */
export interface TreeRules {
  /** What to put in the place of `current`; undefined leaves it. */
  replacement(current: unknown, step: TreeStep): unknown;
  /** Whether one value may stand where the other did. */
  alike(a: unknown, b: unknown): boolean;
  /** Whether objects may get any keys and any depth. */
  readonly open: boolean;
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

/** Deeper than any rule walks; deeper still, and copying a value here would end the stack. */
const DEEP = 1000;

const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

function placesOf(root: object): Place[] {
  const places: Place[] = [];
  const open: object[] = [root];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const key of Object.keys(holder)) {
      if (key.startsWith('$')) continue;
      places.push({ holder, key });
      const value: unknown = Reflect.get(holder, key);
      if (isTree(value)) open.push(value);
    }
  }
  return places;
}

/** Assigning to `__proto__` would change the object's prototype here instead of writing the key into the file. */
function put(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function copyOf(value: unknown): unknown {
  return isTree(value) && !('$typeName' in value) ? structuredClone(value) : value;
}

function apply(root: object, step: TreeStep, rules: TreeRules): void {
  const places = placesOf(root);
  if (places.length === 0) return;
  const { holder, key } = places[step.at % places.length];
  const second = places[step.other % places.length];
  const current: unknown = Reflect.get(holder, key);
  const borrowed: unknown = Reflect.get(second.holder, second.key);
  const closed = !rules.open && (step.action === 'add' || step.action === 'deepen');
  const action = closed ? 'replace' : step.action;
  switch (action) {
    case 'replace': {
      const value = rules.replacement(current, step);
      if (value !== undefined) put(holder, key, value);
      return;
    }
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (rules.open) Reflect.deleteProperty(holder, key);
      return;
    case 'double':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, copyOf(current));
      return;
    case 'borrow':
      if (rules.alike(current, borrowed) && !isTree(borrowed)) put(holder, key, borrowed);
      return;
    case 'swap':
      if (!rules.alike(current, borrowed) || isTree(current) || isTree(borrowed)) return;
      put(holder, key, borrowed);
      put(second.holder, second.key, current);
      return;
    case 'add':
      if (isTree(current) && !Array.isArray(current))
        put(current, HOSTILE_TEXTS[step.other % HOSTILE_TEXTS.length], { polluted: true, value: step.value });
      return;
    case 'deepen': {
      let deep: unknown = current;
      for (let level = 0; level < (step.other % 2 === 0 ? 40 : DEEP); level += 1) deep = [deep];
      put(holder, key, deep);
      return;
    }
    default:
      action satisfies never;
  }
}

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE_NUMBERS, ...HOSTILE_TEXTS, null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 2 }),
);

export const treeSteps: fc.Arbitrary<readonly TreeStep[]> = fc.array(
  fc.record({
    action: fc.constantFrom(...ACTIONS),
    at: fc.nat(2 ** 30),
    other: fc.nat(2 ** 30),
    value: anyValue,
  }),
  { minLength: 1, maxLength: 4 },
);

/** Changes `root` in place. */
export function damageTree(root: object, steps: readonly TreeStep[], rules: TreeRules): void {
  for (const step of steps) apply(root, step, rules);
}
