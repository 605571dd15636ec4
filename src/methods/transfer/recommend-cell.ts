/**
 * A target taken for a new task of which a few rows are known: a short prompt to compare the bank's prompts with, and what
 * each of these does on further rows, at once and after a few steps. Neither dev nor test is looked at.
 */
import { crossEntropy } from '../../experiment/metrics.ts';
import type { RecommendedCell } from '../../experiment/sweep-record.ts';
import { accuracyOf } from '../prompt/baselines.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../training/run-control.ts';
import { TrainRun } from '../prompt/train-run.ts';
import type { NeuronActivations } from './neuron-overlap.ts';
import type { SweepWorld } from './sweep-world.ts';
import { stopped } from './train-cells.ts';

export interface RecommendCellParts {
  readonly world: SweepWorld;
  readonly target: string;
  readonly seed: number;
  /** The other tasks' prompts. */
  readonly bank: ReadonlyMap<string, SavedPrompt>;
  readonly control: RunControl;
  readonly progress: (doing: string, done: number, total: number) => void;
  /** What a prompt activates alone. */
  readonly neurons: (prompt: Float32Array) => Promise<NeuronActivations & { readonly values: Float32Array }>;
}

/** The prompt after all steps of `session`, from `start` or from an initial prompt. */
async function shortRun(
  { world, target, control }: RecommendCellParts,
  session: PromptSession,
  start: SavedPrompt | null,
): Promise<Float32Array> {
  const task = await world.task(target);
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

/** @throws LabError `task` for too few rows, `cancelled` when stopped */
export async function recommendCell(parts: RecommendCellParts): Promise<RecommendedCell> {
  const { world, target, seed, bank, progress } = parts;
  const { plm, recommendation } = world.sweep;
  if (recommendation === null) throw new Error('a sweep without recommendation recommends nothing');
  const { examples, steps, probeSteps } = recommendation;
  const few = await world.fewExamples(plm, target, seed, examples, steps);
  const prompt = await shortRun(parts, few, null);
  const asked = few.task.dev;
  const labels = asked.map(({ label }) => label);
  const ask = async (name: string, values: Float32Array) => {
    const scores = await few.scores(asked, values);
    const loss = crossEntropy(scores, labels, few.task.verbalizer.labels.length);
    return { name, loss, accuracy: accuracyOf(scores, asked) };
  };
  const probe = await world.fewExamples(plm, target, seed, examples, probeSteps);
  const [atOnce, afterSteps] = [[], []] as [
    Awaited<ReturnType<typeof ask>>[],
    Awaited<ReturnType<typeof ask>>[],
  ];
  for (const [name, source] of bank) {
    progress(`probing ${name} for ${target}`, atOnce.length, bank.size);
    atOnce.push(await ask(name, source.values));
    afterSteps.push(await ask(name, await shortRun(parts, probe, source)));
  }
  const alone = await parts.neurons(prompt);
  return {
    kind: 'recommended',
    length: world.sweep.training.promptLength,
    width: few.plm.width,
    prompt,
    layers: alone.layers,
    neurons: alone.neurons,
    alone: alone.values,
    probes: [
      { steps: 0, results: atOnce },
      { steps: probeSteps, results: afterSteps },
    ],
  };
}
