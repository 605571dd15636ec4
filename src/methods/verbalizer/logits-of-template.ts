/** The word logits that one template and the support set of one seed give. */
import type { TemplateCell } from '../../experiment/verbalizer/cells/chain.ts';
import type { WordLogits } from '../../experiment/verbalizer/word-logits.ts';
import { withSupport } from './collect-logits.ts';
import type { Reading, VerbalizeWorld } from './verbalize-world.ts';

export interface CellLogits {
  /** Training rows of the support set. */
  readonly support: readonly number[];
  readonly logits: WordLogits;
}

/** @param size of the support set @throws LabError `cancelled` when stopped, or what can't be read */
export async function logitsOfTemplate(
  context: Reading & { readonly world: VerbalizeWorld },
  { task: name, template, seed }: TemplateCell,
  size: number = context.world.sweep.support,
): Promise<CellLogits> {
  const { world } = context;
  const task = await world.task(name);
  const support = await world.support(name, seed, size);
  const logits = await withSupport(
    await world.reader(),
    await world.testLogits(context, name, template),
    task.test.map(({ y }) => y),
    await world.train(context, name, template, support),
    await world.words(name),
    world.sweep.handling,
  );
  return { support, logits };
}
