/**
 * The cells of a transfer sweep: independent pieces of work, each with an id that says what it is. What one cell needs of
 * another (a score needs the prompt) is computed where it is needed, so any cell can run anywhere.
 */
import type { StartKind } from './sweep-recipe.ts';

/** Whose prompt is put before the target's rows. */
export type PromptSource =
  | { readonly kind: 'task'; readonly task: string; readonly start: StartKind }
  /** Untrained, drawn as initial prompts are. */
  | { readonly kind: 'random'; readonly draw: number }
  /** The template alone. */
  | { readonly kind: 'none' };

export type NeuronMask =
  | { readonly kind: 'own' }
  | { readonly kind: 'random'; readonly draw: number }
  /** Of another task's prompt. */
  | { readonly kind: 'other-task'; readonly task: string };

export type SweepCell =
  /** Trains a prompt; the best step is chosen on dev. */
  | {
      readonly kind: 'train';
      readonly task: string;
      readonly start: StartKind;
      readonly seed: number;
      readonly plm: string;
    }
  /** Scores a prompt on the target's test rows with the target's label words; nothing is trained. */
  | {
      readonly kind: 'transfer';
      readonly source: PromptSource;
      readonly target: string;
      readonly seed: number;
      readonly plm: string;
    }
  | { readonly kind: 'neurons'; readonly task: string; readonly start: StartKind; readonly seed: number }
  /** Trains the target from the source's prompt. */
  | { readonly kind: 'initialise'; readonly source: string; readonly target: string; readonly seed: number }
  | {
      readonly kind: 'mask';
      readonly task: string;
      readonly target: string;
      readonly mask: NeuronMask;
      readonly share: number;
      readonly seed: number;
    }
  /** Takes the target for a new task: a short prompt on a few rows, and a probe of every other task's prompt. */
  | { readonly kind: 'recommend'; readonly target: string; readonly seed: number }
  /** Trains the projector `index` of the recipe and scores its projected prompts and their controls on every task. */
  | { readonly kind: 'project'; readonly index: number; readonly seed: number }
  /** Trains a task on the other PLM from the prompt that the projector `index` makes of its own. */
  | {
      readonly kind: 'initialise-projected';
      readonly index: number;
      readonly task: string;
      readonly seed: number;
    };

export type CellOf<K extends SweepCell['kind']> = Extract<SweepCell, { kind: K }>;

function sourceId(source: PromptSource): string {
  switch (source.kind) {
    case 'task':
      return `${source.start}/${source.task}`;
    case 'random':
      return `random/${String(source.draw)}`;
    case 'none':
      return 'no-prompt';
  }
  return source satisfies never;
}

function maskId(mask: NeuronMask): string {
  switch (mask.kind) {
    case 'own':
      return 'own';
    case 'random':
      return `random/${String(mask.draw)}`;
    case 'other-task':
      return `of/${mask.task}`;
  }
  return mask satisfies never;
}

/** The cell's name in files, storage and messages; two cells of a sweep never share one. */
export function cellId(cell: SweepCell): string {
  const seed = `seed ${String(cell.seed)}`;
  switch (cell.kind) {
    case 'train':
      return `train ${cell.plm} ${cell.start}/${cell.task} ${seed}`;
    case 'transfer':
      return `transfer ${cell.plm} ${sourceId(cell.source)} → ${cell.target} ${seed}`;
    case 'neurons':
      return `neurons ${cell.start}/${cell.task} ${seed}`;
    case 'initialise':
      return `initialise ${cell.source} → ${cell.target} ${seed}`;
    case 'mask':
      return `mask ${maskId(cell.mask)} ${String(cell.share)} ${cell.task} → ${cell.target} ${seed}`;
    case 'recommend':
      return `recommend ${cell.target} ${seed}`;
    case 'project':
      return `project ${String(cell.index + 1)} ${seed}`;
    case 'initialise-projected':
      return `initialise ${cell.task} from projection ${String(cell.index + 1)} ${seed}`;
  }
  return cell satisfies never;
}
