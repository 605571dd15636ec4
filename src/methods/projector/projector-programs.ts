/**
 * One training step of a projector as a program: source prompt → projected prompt → loss → gradient → update. With the
 * objectives `task` and `both` the frozen target PLM lies between projected prompt and loss.
 */
import type { OptimizerSettings } from '../../experiment/recipe-types.ts';
import type { ProjectorObjective } from '../../experiment/transfer/sweep-recipe.ts';
import { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import { optimiseForGradient } from '../../onnx/optimise/index.ts';
import type { Value } from '../../onnx/static-graph.ts';
import type { BatchShape } from '../../plm/inputs.ts';
import { architecturePart, promptedGraph, type Plm } from '../../plm/plm.ts';
import type { CompiledProgram } from '../training/compiled-program.ts';
import { stepProgram, type StepParts } from '../training/step-program.ts';
import { HISTORY_LENGTH } from '../training/trainer.ts';
import type { TaskShape } from '../prompt/programs.ts';
import { addLoss, addReadout } from '../prompt/readout.ts';
import { PROJECTOR_KINDS, weightDims } from './projector-kinds.ts';
import type { ProjectorShape, TrainedKind } from './projector-types.ts';

/** What is remembered of each step, beside the gradient's norm. */
export const PROJECTOR_COLUMNS = ['loss'] as const;

export interface ProjectorTrainSettings {
  readonly kind: TrainedKind;
  readonly shape: ProjectorShape;
  readonly optimizer: OptimizerSettings;
  readonly clipNorm: number | null;
}

/** Name of a weight as the program's state. */
export const stateName = (weight: string): string => `projector.${weight}`;

interface ProjectorInputs {
  /** By name, in the table's order. */
  readonly weights: Readonly<Record<string, Value>>;
  /** [rows, targetWidth] */
  readonly projected: Value;
}

/** Adds the projector with its inputs: the weights, and `source_prompt` [rows, sourceWidth]. */
function addProjector(b: Builder, rows: number, { kind, shape }: ProjectorTrainSettings): ProjectorInputs {
  const source = b.input('source_prompt', 'float32', [rows, shape.sourceWidth]);
  const weights = Object.fromEntries(
    Object.entries(weightDims(kind, shape)).map(([name, dims]) => [
      name,
      b.input(stateName(name), 'float32', dims),
    ]),
  );
  return { weights, projected: PROJECTOR_KINDS[kind].forward(b, weights, source, shape) };
}

/** Mean over all elements of (projected − target)², with the input `target_prompt`; the authors' co-trained term. */
function addDistance(b: Builder, projected: Value): Value {
  const { sub, mul } = arithmetic(b);
  const difference = sub(projected, b.input('target_prompt', 'float32', projected.dims));
  return b.op('ReduceMean', [mul(difference, difference), b.ints([0, 1])], { keepdims: 0 });
}

/** The step program behind a loss that is in `b`. Outputs: `loss`, `projected`, `gradient.<weight>`; state: the weights. */
function finished(
  name: string,
  b: Builder,
  { loss, projected, weights }: ProjectorInputs & { readonly loss: Value },
  { optimizer, clipNorm }: ProjectorTrainSettings,
  part?: StepParts['part'],
): CompiledProgram {
  return stepProgram(b, {
    name,
    loss,
    trained: Object.entries(weights).map(([weight, value]) => ({
      name: stateName(weight),
      value,
      gradientOutput: `gradient.${weight}`,
    })),
    columns: { loss },
    outputs: { loss, projected },
    settings: { optimizer, clipNorm, history: HISTORY_LENGTH },
    ...(part === undefined ? {} : { part }),
  });
}

/** A step towards the target's own prompt of the task; no PLM is involved. Inputs: `source_prompt`, `target_prompt`. */
export function distanceProgram(rows: number, settings: ProjectorTrainSettings): CompiledProgram {
  const b = new Builder();
  const made = addProjector(b, rows, settings);
  const loss = addDistance(b, made.projected);
  return finished(`projector distance ${String(rows)}`, b, { ...made, loss }, settings);
}

/**
 * A step on a batch of one task through the frozen target PLM; `both` adds the distance to the target's prompt.
 * Host inputs beside the batch: `class_offsets` [classes], 0 for classes that the task has, very low for those that
 * it lacks, so that one program serves tasks with different numbers of classes.
 */
export function taskProgram(
  plm: Plm,
  batch: BatchShape,
  task: TaskShape,
  objective: Exclude<ProjectorObjective, 'distance'>,
  settings: ProjectorTrainSettings,
): CompiledProgram {
  let made: ProjectorInputs | undefined;
  const prompted = promptedGraph(plm, batch, (b) => {
    made = addProjector(b, batch.promptLength, settings);
    return made.projected;
  });
  if (made === undefined || prompted.prompt === null) throw new Error('a projector needs a soft prompt');
  const readout = addReadout(prompted, { read: plm.read, ...task });
  const offsets = readout.builder.hostInput('class_offsets', 'float32', [task.classes]);
  const scores = arithmetic(readout.builder).add(readout.scores, offsets);
  const { loss: entropy } = addLoss(readout.builder, scores);
  const prompt = readout.value(prompted.prompt);
  const optimised = optimiseForGradient(readout.builder.build([entropy, prompt]));
  const b = optimised.builder;
  const projected = optimised.value(prompt);
  const crossEntropy = optimised.value(entropy);
  const loss =
    objective === 'task' ? crossEntropy : arithmetic(b).add(crossEntropy, addDistance(b, projected));
  const name = `projector ${objective} ${String(batch.batch)}×(${String(batch.promptLength)}+${String(batch.length)})`;
  const part = architecturePart(prompted.blocks, b.build([loss]));
  return finished(name, b, { weights: made.weights, projected, loss }, settings, part);
}
