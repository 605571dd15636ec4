/**
 * Gives a target its inputs and says what became of them. Whatever the input, there is a right result or a typed error,
 * within two seconds and four times the input's memory, and nothing of the language's own objects has changed.
 */
import fc from 'fast-check';
import { LabError } from '../../src/errors/lab-error.ts';
import { REFUSED, type Target } from './target.ts';

export const MOST_MS = 2000;
const MOST_TIMES_INPUT = 4;
const USUAL_ALLOWANCE = 1 << 20;
/** Longer messages fill a page with what the file holds. */
const MOST_MESSAGE = 2000;

export interface TargetReport {
  readonly name: string;
  readonly inputs: number;
  /** Inputs that were still valid. */
  readonly read: number;
  /** Inputs that ended in a typed error. */
  readonly refused: number;
  readonly slowestMs: number;
  /** Null when nothing was wrong. */
  readonly violation: Violation | null;
}

export interface Violation {
  readonly what: string;
  /** The smallest input found, in hexadecimal and as text. */
  readonly hex: string;
  readonly text: string;
}

interface Tally {
  read: number;
  refused: number;
  slowestMs: number;
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];

const namesOnPrototypes = (): string =>
  PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(';');

function checkError(thrown: unknown): void {
  if (!(thrown instanceof LabError)) throw thrown;
  const { message, remedy, where } = thrown;
  if (message === '' || remedy === '')
    throw new Error('a typed error without a message or a remedy', { cause: thrown });
  const longest = Math.max(message.length, remedy.length, where?.length ?? 0);
  if (longest > MOST_MESSAGE)
    throw new Error(`a typed error with a text of ${String(longest)} characters`, { cause: thrown });
}

async function examine(target: Target, bytes: Uint8Array, tally: Tally): Promise<void> {
  const prototypes = namesOnPrototypes();
  const held = process.memoryUsage().arrayBuffers;
  const cpu = process.cpuUsage();
  const start = performance.now();
  let refused: boolean;
  try {
    refused = (await target.read(bytes)) === REFUSED;
  } catch (thrown) {
    checkError(thrown);
    refused = true;
  }
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  // On a busy machine a reading waits for others; only what it worked itself counts.
  const ms = Math.min(wallMs, (user + system) / 1000);
  const allocated = process.memoryUsage().arrayBuffers - held;
  const allowed = MOST_TIMES_INPUT * bytes.byteLength + (target.allowance ?? USUAL_ALLOWANCE);
  if (ms > MOST_MS) throw new Error(`took ${String(Math.round(ms))} ms`);
  if (allocated > allowed)
    throw new Error(`allocated ${String(allocated)} bytes for ${String(bytes.byteLength)}`);
  if (namesOnPrototypes() !== prototypes) throw new Error('changed a prototype');
  tally[refused ? 'refused' : 'read'] += 1;
  tally.slowestMs = Math.max(tally.slowestMs, ms);
}

export interface RunOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Called before each input, so that a watcher can tell a reading without an end. */
  readonly onInput?: () => void;
}

/** The same inputs for the same seed. Stops at the first violation and makes its input small. */
export async function runTarget(
  target: Target,
  { inputs, seed, onInput }: RunOptions,
): Promise<TargetReport> {
  const tally: Tally = { read: 0, refused: 0, slowestMs: 0 };
  const property = fc.asyncProperty(target.inputs, async (bytes) => {
    onInput?.();
    await examine(target, bytes, tally);
  });
  const details = await fc.check(property, { numRuns: inputs, seed });
  const [smallest] = details.counterexample ?? [];
  return {
    name: target.name,
    inputs: details.numRuns,
    ...tally,
    violation: details.failed
      ? {
          what: causeOf(details.errorInstance),
          hex: Array.from(smallest?.subarray(0, 2000) ?? [], (byte) =>
            byte.toString(16).padStart(2, '0'),
          ).join(''),
          text: new TextDecoder().decode(smallest?.subarray(0, 1000)),
        }
      : null,
  };
}

function causeOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
