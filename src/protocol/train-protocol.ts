/**
 * Everything that the page and the training worker say to one another, and nothing else: requests go through
 * Comlink (`TrainService`), events come back over one MessagePort as the union `TrainEvent`.
 */
import type { LabErrorData } from '../errors/lab-error.ts';
import type { Recipe } from '../experiment/recipe-types.ts';
import type { PreviewWord } from '../text/preview-words.ts';
import type { TextPreview } from '../text/preview-text.ts';
import type { UsableWords } from '../text/usable-words.ts';
import type { RunHashes } from '../experiment/run-hashes.ts';
import type { Answer } from './answer.ts';
import type {
  ActivationFrame,
  Baselines,
  DevPoint,
  EngineReport,
  ExamplePrediction,
  PromptTokenReport,
  RunResult,
  StepPoint,
} from '../experiment/run-record.ts';

/**
 * Phases in the order in which they come, but that baselines are measured between the first steps and are only a phase
 * of their own for what is left when the steps are done. `total` is null when it can't be known.
 */
export type TrainPhase =
  'download' | 'verify' | 'compile' | 'warm-up' | 'baselines' | 'train' | 'test' | 'done';

/** Enough to go on exactly where a run stood: the optimiser's state, the best prompt so far, what was seen. */
export interface Checkpoint {
  readonly recipe: Recipe;
  readonly step: number;
  readonly state: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly values: Float32Array }>
  >;
  readonly best: { readonly step: number; readonly dev: number; readonly prompt: Float32Array } | null;
  readonly points: readonly StepPoint[];
  readonly dev: readonly DevPoint[];
  readonly baselines: Baselines | null;
  readonly secondsSoFar: number;
}

export type TrainEvent =
  | {
      readonly kind: 'phase';
      readonly phase: TrainPhase;
      readonly done: number;
      readonly total: number | null;
      readonly unit: 'bytes' | 'steps' | 'programs' | 'rows';
      readonly detail: string;
    }
  | { readonly kind: 'engine'; readonly report: EngineReport }
  | { readonly kind: 'hashes'; readonly hashes: RunHashes | null }
  | {
      readonly kind: 'task';
      readonly labels: readonly string[];
      readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'steps';
      readonly points: readonly StepPoint[];
      readonly secondsSoFar: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'dev'; readonly point: DevPoint; readonly best: boolean }
  | { readonly kind: 'baselines'; readonly baselines: Baselines }
  | { readonly kind: 'activations'; readonly frame: ActivationFrame }
  | { readonly kind: 'prompt-tokens'; readonly step: number; readonly tokens: readonly PromptTokenReport[] }
  | { readonly kind: 'examples'; readonly step: number; readonly rows: readonly ExamplePrediction[] }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'resumed'; readonly step: number }
  | { readonly kind: 'stopped'; readonly step: number }
  | {
      readonly kind: 'finished';
      readonly result: RunResult;
      readonly prompt: { readonly length: number; readonly width: number; readonly values: Float32Array };
    }
  | {
      readonly kind: 'recovered';
      readonly from: 'device-lost' | 'out-of-memory' | 'worker-crashed';
      readonly step: number;
      readonly detail: string;
    }
  | { readonly kind: 'failed'; readonly error: LabErrorData; readonly step: number | null };

/** The worker's face. `connect` is called once with the port that carries the events. */
export interface TrainService {
  connect(events: MessagePort): Promise<void>;
  /** Runs until finished, stopped or failed; resolves then. Progress and results come as events. */
  start(recipe: Recipe, from: Checkpoint | null): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** While paused: exactly one optimiser step, then paused again. */
  oneStep(): Promise<void>;
  /** Ends the run after the current step; a checkpoint is sent first, the best prompt so far is kept. */
  stop(): Promise<void>;
  /** Class probabilities of a text of one's own with the template alone and with the prompt as it stands. */
  predict(a: string, b: string | null): Promise<ExamplePrediction>;
  /** As `predict`, with a prompt that was kept or came from a file, while no run is under way. */
  predictWith(
    recipe: Recipe,
    prompt: Float32Array,
    a: string,
    b: string | null,
  ): Promise<Answer<ExamplePrediction>>;
  /** Checks a draft against the PLM's tokenizer and the task before anything is compiled. */
  checkRecipe(recipe: Recipe): Promise<readonly RecipeProblem[]>;
  /** Training row `row` and the label words as tokens; rows are counted from 0 and go round. */
  previewRow(recipe: Recipe, row: number): Promise<Answer<RowPreview>>;
  /** What of long lists of label words `plm` can use. */
  usableWords(
    plm: string,
    labels: readonly string[],
    labelWords: readonly (readonly string[])[],
  ): Promise<Answer<UsableWords>>;
}

/** A row of the task as the PLM sees it, and the words that it may answer with. */
export interface RowPreview {
  readonly row: number;
  readonly rows: number;
  /** Class of the row. */
  readonly label: string;
  /** A template or a length that doesn't fit is no reason not to show the words. */
  readonly text: Answer<TextPreview>;
  /** Of each class, in the order of `labels`. */
  readonly words: readonly (readonly PreviewWord[])[];
  readonly labels: readonly string[];
}

/** What is wrong with one field of a recipe; `severity: 'warning'` lets a run start. */
export interface RecipeProblem {
  readonly field: keyof Recipe;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}
