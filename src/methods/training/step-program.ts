/**
 * One optimiser step as a program, whatever is trained: from a loss that stands in a graph to the gradient, clipping, update,
 * and what the device remembers of the step. What a method adds is its forward part.
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import type { TrainingSettings } from '../../experiment/recipe-types.ts';
import type { Builder } from '../../onnx/builder.ts';
import { arithmetic } from '../../onnx/lowering/lowering.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { compileProgram, type CompiledProgram } from './compiled-program.ts';
import { addUpdate, clipEach, clipGradients, type StateTensor } from './optimizers.ts';

/** A tensor that is trained: an input of the graph, and part of the program's state under that name. */
export interface TrainedTensor {
  readonly name: string;
  readonly value: Value;
  /** Output under which its gradient may be fetched. */
  readonly gradientOutput: string;
  /** Has a learning rate of its own, the input `learningRateName(name)`. */
  readonly ownRate?: boolean;
}

export interface StepSettings extends Pick<TrainingSettings, 'optimizer' | 'clipNorm'> {
  /** Steps that are remembered on the device between two readings. */
  readonly history: number;
  /** Keeps an average of each trained tensor, moved towards it by the input `average_share` after each step. */
  readonly average?: boolean;
}

export interface StepParts {
  readonly name: string;
  /** []; its gradient is what trains. */
  readonly loss: Value;
  readonly trained: readonly TrainedTensor[];
  /** What is remembered of each step beside the gradient's norm: one number each, or one for each of `several`. */
  readonly columns: Readonly<Record<string, Value>>;
  /** What may be fetched, beside the gradients. */
  readonly outputs: Readonly<Record<string, Value>>;
  readonly settings: StepSettings;
  /**
   * The one trained tensor holds so many, stacked along its first axis, each of which has its own gradient norm, learning
   * rate and history; null for one.
   */
  readonly several?: number | null;
  /** Which values the gradient may pass; see `differentiate`. */
  readonly part?: Parameters<typeof differentiate>[4];
}

/** Column of the history with the norm of the gradient before clipping. */
export const GRADIENT_NORM = 'gradientNorm';

export const HISTORY_STATE = 'history';

/** Columns of a step program's history, in their order. */
export const historyColumns = (columns: readonly string[]): readonly string[] => [...columns, GRADIENT_NORM];

/** Input with the learning rate of a trained tensor that has its own. */
export const learningRateName = (tensor: string): string => `learning_rate.${tensor}`;

/** State with the average of a trained tensor. */
export const averageName = (tensor: string): string => `${tensor}.average`;

/**
 * Inputs beside those of the forward part: `learning_rate` [] or [several, 1, 1], `step` [] (from 1), `slot` [history, 1] or
 * [history, 1, 1] (one-hot row of the history); `average_share` [] where averages are kept.
 * State: the trained tensors, the optimiser's of each, averages, `history` [history, columns] or [history, columns, several].
 */
export function stepProgram(b: Builder, parts: StepParts): CompiledProgram {
  const { loss, trained, settings, several = null } = parts;
  const columns = Object.values(parts.columns);
  const graph = b.build([...new Set([loss, ...columns, ...Object.values(parts.outputs)])]);
  const gradients = differentiate(
    b,
    graph.nodes,
    loss,
    trained.map(({ value }) => value),
    parts.part,
  );
  const learningRate = b.input('learning_rate', 'float32', several === null ? [] : [several, 1, 1]);
  const step = b.input('step', 'float32', []);
  const { clipped, norm } =
    several === null
      ? clipGradients(b, gradients, settings.clipNorm)
      : clipEach(b, gradients, settings.clipNorm);
  const { add, sub, mul } = arithmetic(b);
  const share = settings.average === true ? b.input('average_share', 'float32', []) : null;
  const state = trained.flatMap(({ name, value, ownRate }, index): readonly StateTensor[] => {
    const rate = ownRate === true ? b.input(learningRateName(name), 'float32', []) : learningRate;
    const update = addUpdate(b, settings.optimizer, name, value, clipped[index], {
      learningRate: rate,
      step,
    });
    const own: StateTensor[] = [{ name, value, next: update.next }, ...update.state];
    if (share === null) return own;
    const average = b.input(averageName(name), 'float32', value.dims);
    const next = add(average, mul(sub(update.next, average), share));
    return [...own, { name: averageName(name), value: average, next }];
  });
  const history = addHistory(b, [...columns, norm], settings.history, several);
  const named = trained.map(({ gradientOutput }, index) => [gradientOutput, gradients[index]] as const);
  return compileProgram(
    parts.name,
    (outputs) => b.build(outputs),
    { ...parts.outputs, ...Object.fromEntries(named) },
    [...state, history],
  );
}

/**
 * Row `slot` of what the device remembers is written. It is chosen, not weighted with 0 and 1: a step without a number would
 * wipe out what was before it.
 */
function addHistory(
  b: Builder,
  columns: readonly Value[],
  length: number,
  several: number | null,
): StateTensor {
  const { reshape } = arithmetic(b);
  const each = several === null ? [] : [several];
  const history = b.input(HISTORY_STATE, 'float32', [length, columns.length, ...each]);
  const slot = b.input('slot', 'float32', [length, 1, ...each.map(() => 1)]);
  const row = b.op(
    'Concat',
    columns.map((value) => reshape(value, [1, 1, ...each])),
    { axis: 1 },
  );
  const next = b.op('Where', [b.op('Greater', [slot, b.number(0)]), row, history]);
  return { name: HISTORY_STATE, value: history, next };
}
