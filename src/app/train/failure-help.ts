/** For each kind of failure the one next action that the page can take by itself. */
import type { LabErrorCode } from '../../errors/lab-error.ts';
import { applyDifference, type RecipeDifference } from '../../experiment/recipe-difference.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Lab } from '../lab.ts';
import { setRecipe } from '../recipe/draft-store.ts';

export interface NextAction {
  readonly label: string;
  perform(lab: Lab): void;
}

/** The rate is cut by this after a loss that became NaN. */
const RATE_CUT = 3;

function changed(recipe: Recipe, label: string, change: RecipeDifference): NextAction {
  return {
    label,
    perform(lab) {
      const next = applyDifference(recipe, change);
      setRecipe(lab.draft, next);
      lab.commands.start(next);
    },
  };
}

const again: NextAction = { label: 'Try again', perform: (lab) => lab.commands.retryFromCheckpoint() };

function toForm(): NextAction {
  return {
    label: 'Go to the recipe',
    perform: (lab) => lab.view.setState({ sheet: { focus: 'input, select' } }),
  };
}

export function nextAction(code: LabErrorCode, recipe: Recipe): NextAction | null {
  switch (code) {
    case 'out-of-memory': {
      const batch = Math.max(1, Math.floor(recipe.training.batch / 2));
      if (batch === recipe.training.batch) return null;
      return changed(recipe, `Run with batch ${batch} instead of ${recipe.training.batch}`, { batch });
    }
    case 'diverged': {
      const learningRate = Number((recipe.training.learningRate / RATE_CUT).toPrecision(2));
      return changed(recipe, `Run with rate ${learningRate} instead of ${recipe.training.learningRate}`, {
        learningRate,
      });
    }
    case 'engine-unavailable':
    case 'engine-failed':
    case 'parity-failed':
      return recipe.engine === 'wasm' ? again : changed(recipe, 'Run on wasm', { engine: 'wasm' });
    case 'device-lost':
    case 'worker-crashed':
    case 'model-missing':
    case 'download':
    case 'cancelled':
      return again;
    case 'label-words':
    case 'template':
    case 'task':
    case 'recipe':
    case 'prompt':
    case 'argument':
    case 'text-too-long':
      return toForm();
    case 'onnx-unreadable':
    case 'onnx-external-data-missing':
    case 'onnx-unsupported':
    case 'operator-without-rule':
    case 'shape-mismatch':
    case 'no-word-embedding':
    case 'no-head':
    case 'no-feed-forward':
    case 'no-partial':
    case 'tokenizer-mismatch':
    case 'tokenizer-unreadable':
    case 'storage':
    case 'quota':
    case 'file':
      return null;
    default:
      return code satisfies never;
  }
}
