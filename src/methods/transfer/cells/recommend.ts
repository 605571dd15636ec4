/**
 * A target taken for a new task of which a few rows are known: a short prompt to compare the bank's prompts with, and what
 * each of these does on further rows, at once and after a few steps. Neither dev nor test is looked at.
 */
import { crossEntropy } from '../../../experiment/metrics.ts';
import {
  RECOMMEND,
  type RecommendCell,
  type RecommendedCell,
} from '../../../experiment/transfer/cells/recommend.ts';
import { sharedTraining } from '../../../experiment/transfer/cells/train.ts';
import { accuracyOf } from '../../prompt/baselines.ts';
import type { SavedPrompt } from '../../prompt/prompt-init.ts';
import type { PromptSession } from '../../prompt/prompt-session.ts';
import { TrainRun } from '../../prompt/train-run.ts';
import type { CellComputation, CellContext } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { bareRow } from '../bare-row.ts';
import { rounded } from '../neuron-bits.ts';
import { trainedPrompt } from '../trained-prompt.ts';
import type { TransferWorld } from '../transfer-world.ts';

/** The prompt after all steps of `session`, from `start` or from an initial prompt. */
async function shortRun(
  { world, control }: CellContext<TransferWorld>,
  session: PromptSession,
  start: SavedPrompt | null,
): Promise<Float32Array> {
  const task = await world.task(session.recipe.task);
  const run = new TrainRun({
    session,
    task,
    control,
    saved: start,
    from: null,
    watch: false,
    emit: () => undefined,
  });
  const last = await run.train();
  if (last !== null) return last.prompt;
  throw stopped();
}

/** The other tasks' prompts. */
async function bankFor(
  { target, seed }: RecommendCell,
  context: CellContext<TransferWorld>,
): Promise<ReadonlyMap<string, SavedPrompt>> {
  const { plm, tasks } = context.world.sweep;
  const bank = new Map<string, SavedPrompt>();
  for (const task of tasks)
    if (task !== target) bank.set(task, await trainedPrompt(context, sharedTraining(plm, task, seed)));
  return bank;
}

interface Asked {
  readonly name: string;
  readonly loss: number;
  readonly accuracy: number;
}

export const recommend: CellComputation<RecommendCell, RecommendedCell, TransferWorld> = {
  of: RECOMMEND,
  async compute(cell, context) {
    const { world, progress } = context;
    const { target, seed } = cell;
    const { plm, recommendation, training } = world.sweep;
    if (recommendation === null) throw new Error('a sweep without recommendation recommends nothing');
    const { examples, steps, probeSteps } = recommendation;
    const bank = await bankFor(cell, context);
    const session = await world.session(plm, target, seed);
    const few = await world.fewExamples(plm, target, seed, examples, steps);
    const prompt = await shortRun(context, few, null);
    const asked = few.task.dev;
    const labels = asked.map(({ label }) => label);
    const ask = async (name: string, values: Float32Array): Promise<Asked> => {
      const scores = await few.scores(asked, values);
      const loss = crossEntropy(scores, labels, few.task.verbalizer.labels.length);
      return { name, loss, accuracy: accuracyOf(scores, asked) };
    };
    const probe = await world.fewExamples(plm, target, seed, examples, probeSteps);
    const atOnce: Asked[] = [];
    const afterSteps: Asked[] = [];
    for (const [name, source] of bank) {
      progress(`probing ${name} for ${target}`, atOnce.length, bank.size);
      atOnce.push(await ask(name, source.values));
      afterSteps.push(await ask(name, await shortRun(context, probe, source)));
    }
    const alone = await session.neurons([bareRow(session, training.maxLength)], prompt);
    return {
      kind: 'recommended',
      length: training.promptLength,
      width: few.plm.width,
      prompt,
      layers: alone.layers,
      neurons: alone.neurons,
      alone: rounded(alone.values),
      probes: [
        { steps: 0, results: atOnce },
        { steps: probeSteps, results: afterSteps },
      ],
    };
  },
};
