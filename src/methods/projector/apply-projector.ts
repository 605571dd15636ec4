/** A projector applied on the host, in float64: the forward pass of training's own graph, run by the reference rules. */
import { LabError } from '../../errors/lab-error.ts';
import { Builder } from '../../onnx/builder.ts';
import { evaluateNodes } from '../../onnx/evaluate.ts';
import { OPERATORS } from '../../onnx/operators/index.ts';
import type { Value } from '../../onnx/static-graph.ts';
import { allocateFloat64, type Dims, type NumberArray, type Tensor } from '../../onnx/tensor.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import { PROJECTOR_KINDS } from './projector-kinds.ts';
import type { Projector, TrainedProjector } from './projector-types.ts';

/** A projector of weights, ready for use. */
export function projectorOfWeights(trained: TrainedProjector): Projector {
  const { losses, parameters, seconds } = trained;
  return { losses, parameters, seconds, project: (prompt) => applyProjector(trained, prompt) };
}

/**
 * The target's prompt for `prompt`, as long as it.
 * @throws LabError `prompt` for a prompt of another width, or of another length where the projector maps whole prompts
 */
export function applyProjector(
  projector: Pick<TrainedProjector, 'settings' | 'shape' | 'weights'>,
  prompt: SavedPrompt,
): SavedPrompt {
  const { settings, shape } = projector;
  checkFits(projector, prompt);
  const b = new Builder();
  const values = new Map<Value, Tensor>();
  const input = (name: string, dims: Dims, data: NumberArray): Value => {
    const value = b.input(name, 'float32', dims);
    values.set(value, { type: 'float32', dims, data });
    return value;
  };
  const weights = Object.fromEntries(
    Object.entries(projector.weights).map(([name, { dims, values: data }]) => [
      name,
      input(name, dims, data),
    ]),
  );
  const source = input('source_prompt', [prompt.length, prompt.width], prompt.values);
  const projected = PROJECTOR_KINDS[settings.projector].forward(b, weights, source, shape);
  evaluateNodes(b.build([projected]).nodes, values, OPERATORS, allocateFloat64);
  const result = values.get(projected);
  if (result === undefined) throw new Error('the projection was not computed');
  return { length: prompt.length, width: shape.targetWidth, values: Float32Array.from(result.data) };
}

function checkFits(
  { settings, shape }: Pick<TrainedProjector, 'settings' | 'shape'>,
  prompt: SavedPrompt,
): void {
  checkSourceWidth(prompt, shape.sourceWidth);
  const { length } = prompt;
  if (settings.projector === 'whole-prompt' && length !== shape.promptLength) {
    throw new LabError({
      code: 'prompt',
      message: `The projector maps whole prompts of ${shape.promptLength} virtual tokens; this one has ${length}.`,
      remedy: `Use a prompt of ${shape.promptLength} virtual tokens, or a per-token projector.`,
      where: 'length',
    });
  }
}

/** @throws LabError `prompt` for a prompt of another width than the source PLM's */
export function checkSourceWidth({ width }: SavedPrompt, sourceWidth: number): void {
  if (width === sourceWidth) return;
  throw new LabError({
    code: 'prompt',
    message: `The projector takes prompts of width ${sourceWidth}; this one has width ${width}.`,
    remedy: 'Project prompts of the PLM that the projector was trained from.',
    where: 'width',
  });
}
