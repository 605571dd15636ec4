/** Prompts that nobody trained: where training begins, and what trained ones are compared with. */
import { initialPrompt, untrainedInit, type SavedPrompt } from '../prompt/prompt-init.ts';
import type { TransferWorld } from './transfer-world.ts';

/** Keeps the seeds of untrained prompts away from those of the runs. */
const DRAW_STEP = 1_000_003;

/** The seed of the untrained prompt `draw` of a seed. */
export const seedOfDraw = (draw: number, seed: number): number =>
  (DRAW_STEP * (draw + 1) + seed) % 0xffff_ffff;

/** An untrained prompt of a PLM; other seeds give other prompts. */
export function untrainedPrompt(
  world: TransferWorld,
  plm: string,
  task: string,
  seed: number,
): Promise<SavedPrompt> {
  return drawnPrompt(world, plm, task, seed, untrainedInit(world.sweep.training.init));
}

/** Where training begins from the start that all tasks of a seed share. */
export const sharedStart = (
  world: TransferWorld,
  plm: string,
  task: string,
  seed: number,
): Promise<SavedPrompt> => drawnPrompt(world, plm, task, seed, world.sweep.training.init);

/** An initial prompt of a PLM, as `init` says. */
async function drawnPrompt(
  world: TransferWorld,
  plm: string,
  task: string,
  seed: number,
  init: Parameters<typeof initialPrompt>[0],
): Promise<SavedPrompt> {
  const { promptLength: length } = world.sweep.training;
  const { plm: opened, tokenizer } = await world.plm(plm);
  const { verbalizer } = await world.encodedTask(plm, task);
  const sources = {
    table: opened.wordTable,
    width: opened.width,
    tokenizer,
    labelWordIds: verbalizer.tokenIds,
    saved: null,
  };
  return { length, width: opened.width, values: initialPrompt(init, length, seed, sources) };
}
