/**
 * Prompts that a projector is given instead of the right one. If they do as well, it has memorised one prompt and does
 * not read its input (Su et al.'s published projectors: cosine 1.0000 between all projected prompts of a kind).
 */
import { randomStream } from '../../experiment/random.ts';
import { shuffled } from '../../experiment/sampling.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { Project } from './projector-types.ts';

/** A prompt of zeros in the shape of `prompt`. */
export function zeroPrompt({ length, width }: SavedPrompt): SavedPrompt {
  return { length, width, values: new Float32Array(length * width) };
}

/** The rows of `prompt` in another order; with two rows or more never in their own. */
export function shuffledRows({ length, width, values }: SavedPrompt, seed: number): SavedPrompt {
  const drawn = shuffled(length, randomStream(seed, 'projector-shuffle'));
  const unmoved = drawn.every((from, to) => from === to);
  const order = unmoved ? drawn.map((from) => (from + 1) % length) : drawn;
  const moved = new Float32Array(values.length);
  order.forEach((from, to) => moved.set(values.subarray(from * width, (from + 1) * width), to * width));
  return { length, width, values: moved };
}

/** One of `tasks` that is not `task`; null when there is no other. */
export function otherTask(tasks: readonly string[], task: string, seed: number): string | null {
  const others = tasks.filter((name) => name !== task);
  if (others.length === 0) return null;
  return others[randomStream(seed, `projector-other/${task}`).integer(0, others.length - 1)];
}

/** Prompts of the target PLM; `otherTask` is null where only one source prompt is there. */
export interface ProjectedPrompts {
  readonly projected: SavedPrompt;
  readonly zero: SavedPrompt;
  readonly noise: SavedPrompt;
  readonly shuffled: SavedPrompt;
  readonly otherTask: SavedPrompt | null;
}

/**
 * The right source prompt of `task` and its controls through the projector, in the order of a report's columns.
 * @param noise an untrained prompt of the source PLM
 * @throws LabError `prompt` as `project`
 */
export function projectedControls(
  project: Project,
  task: string,
  sourcePrompts: ReadonlyMap<string, SavedPrompt>,
  noise: SavedPrompt,
  seed: number,
): ProjectedPrompts {
  const own = sourcePrompts.get(task);
  if (own === undefined) throw new Error(`there is no source prompt of ${task}`);
  const swapped = otherTask([...sourcePrompts.keys()], task, seed);
  const other = swapped === null ? undefined : sourcePrompts.get(swapped);
  return {
    projected: project(own),
    zero: project(zeroPrompt(own)),
    noise: project(noise),
    shuffled: project(shuffledRows(own, seed)),
    otherTask: other === undefined ? null : project(other),
  };
}
