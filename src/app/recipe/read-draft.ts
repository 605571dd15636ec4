/** From a draft to a recipe, or to what is wrong with it, field by field. */
import { readRecipe } from '../../experiment/recipe-schema.ts';
import { OPTIMISERS, type OptimiserField } from '../../experiment/optimisers.ts';
import type { PromptInit, Recipe } from '../../experiment/recipe-types.ts';
import type { RecipeDraft } from './recipe-draft.ts';

export interface FieldPlace {
  readonly field: keyof RecipeDraft;
  /** Which class, where `field` is `labelWords`; which field of the optimiser. */
  readonly index?: number | string;
}

export interface FieldProblem extends FieldPlace {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface DraftReading {
  /** Null when a field has an error. */
  readonly recipe: Recipe | null;
  readonly problems: readonly FieldProblem[];
}

/** What the draft is measured against. */
export interface DraftSurroundings {
  readonly labels: readonly string[];
  readonly pairs: boolean;
  readonly trainRows: number;
  /** Most tokens that the PLM was trained with; null when it isn't known yet. */
  readonly mostTokens: number | null;
}

/** Adaptive optimisers move each value by about the rate a step; embeddings are of the order of 1. */
const HIGH_RATE = 3;

export function readDraft(draft: RecipeDraft, around: DraftSurroundings): DraftReading {
  const reading = readRecipe(candidateOf(draft));
  const faults = reading.ok
    ? []
    : reading.faults.map(({ field, message }): FieldProblem => ({
        ...placeOf(field),
        severity: 'error',
        message: sentence(message),
      }));
  const all = [...faults, ...ownRules(draft, around)];
  // One message a place: the first says what to mend first.
  const problems = all.filter(
    (problem, i) =>
      all.findIndex((other) => other.field === problem.field && other.index === problem.index) === i,
  );
  const blocked = problems.some(({ severity }) => severity === 'error');
  return { recipe: reading.ok && !blocked ? reading.recipe : null, problems };
}

function sentence(message: string): string {
  return message === '' ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** An empty or half-typed box is no number, and not zero. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function candidateOf(draft: RecipeDraft): Partial<Record<keyof Recipe, unknown>> {
  return {
    version: 2,
    method: 'prompt',
    plm: draft.plm,
    task: draft.task,
    template: draft.template,
    labelWords: draft.labelWords.map(splitWords),
    ...(draft.verbalizer === null ? {} : { verbalizer: draft.verbalizer }),
    ...(draft.wordWeights === 'alike'
      ? {}
      : { wordWeights: { learningRate: numberOf(draft.wordWeightsRate) } }),
    promptLength: numberOf(draft.promptLength),
    init: initOf(draft),
    maxLength: numberOf(draft.maxLength),
    training: {
      optimizer: optimizerOf(draft),
      learningRate: numberOf(draft.learningRate),
      schedule: draft.schedule,
      warmupShare: numberOf(draft.warmupShare),
      clipNorm: draft.clipNorm.trim() === '' ? null : numberOf(draft.clipNorm),
      steps: numberOf(draft.steps),
      batch: numberOf(draft.batch),
      evalEvery: numberOf(draft.evalEvery),
    },
    seed: numberOf(draft.seed),
    engine: draft.engine,
  };
}

export function splitWords(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function initOf(draft: RecipeDraft): PromptInit {
  switch (draft.init) {
    case 'vocab':
    case 'class-words':
      return { kind: draft.init };
    case 'normal':
      return { kind: 'normal', sigma: numberOf(draft.sigma) };
    case 'text':
      return { kind: 'text', text: draft.initText.trim() };
    case 'saved':
      return { kind: 'saved', promptId: draft.promptId };
    default:
      return draft.init satisfies never;
  }
}

function optimizerOf({ optimizer: kind, optimizerFields: typed }: RecipeDraft): Record<string, unknown> {
  const fields: Readonly<Record<string, OptimiserField>> = OPTIMISERS[kind].fields;
  const values = Object.entries(fields).map(([name, field]) => {
    const text = typed[name] ?? String(field.usual);
    return [name, 'bounds' in field ? numberOf(text) : text === 'true'] as const;
  });
  return { kind, ...Object.fromEntries(values) };
}

/** Fields of a recipe that have another name in the draft, or several. */
const DRAFT_FIELD: Readonly<Record<string, keyof RecipeDraft>> = {
  'init.sigma': 'sigma',
  'init.text': 'initText',
  'init.promptId': 'promptId',
  'wordWeights.learningRate': 'wordWeightsRate',
};

/** Where the page shows what is wrong with `field` (a path such as `labelWords.1` or `training.optimizer.beta1`). */
export function placeOf(field: string): FieldPlace {
  const path = field.startsWith('training.') ? field.slice('training.'.length) : field;
  const known = DRAFT_FIELD[path];
  if (known !== undefined) return { field: known };
  const [first, second] = path.split('.');
  if (first === 'labelWords') {
    const index = Number(second);
    return Number.isInteger(index) ? { field: 'labelWords', index } : { field: 'labelWords' };
  }
  if (first === 'optimizer' && second !== undefined && second !== 'kind')
    return { field: 'optimizerFields', index: second };
  return { field: first as keyof RecipeDraft };
}

/** Rules of the page beyond the schema: what would fail later, and what is allowed but odd. */
function ownRules(draft: RecipeDraft, around: DraftSurroundings): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const error = (field: keyof RecipeDraft, message: string, index?: number): void =>
    void problems.push({ field, severity: 'error', message, ...(index === undefined ? {} : { index }) });
  const warning = (field: keyof RecipeDraft, message: string): void =>
    void problems.push({ field, severity: 'warning', message });

  templateRules(draft.template, around.pairs, error, warning);
  wordRules(draft.labelWords, around.labels, error);
  const length = numberOf(draft.promptLength);
  const text = numberOf(draft.maxLength);
  const steps = numberOf(draft.steps);
  if (around.mostTokens !== null && length + text > around.mostTokens) {
    error(
      'maxLength',
      `${text} text tokens and ${length} soft tokens are more than the ${around.mostTokens} that this PLM can read.`,
    );
  }
  if (draft.init === 'saved' && draft.promptId === '') error('promptId', 'Choose a saved prompt.');
  if (draft.init === 'text' && draft.initText.trim() === '')
    error('initText', 'Write the text to begin with.');
  if (numberOf(draft.evalEvery) > steps)
    warning('evalEvery', 'Longer than the run: dev rows are evaluated at the end only.');
  if (numberOf(draft.batch) > around.trainRows)
    warning('batch', `There are only ${around.trainRows} training rows: rows repeat within a batch.`);
  if (numberOf(draft.learningRate) > HIGH_RATE && OPTIMISERS[draft.optimizer].usualRate < 1)
    warning('learningRate', 'Far above the usual: the loss may become NaN.');
  return problems;
}

type Report = (field: keyof RecipeDraft, message: string, index?: number) => void;

function templateRules(template: string, pairs: boolean, error: Report, warning: Report): void {
  const masks = template.split('[MASK]').length - 1;
  if (masks !== 1)
    error('template', masks === 0 ? 'Write [MASK] where the label word goes.' : 'Keep exactly one [MASK].');
  else if (!template.includes('{a}')) error('template', 'Write {a} where the text goes.');
  else if (template.includes('{b}') && !pairs)
    error('template', 'Rows of this task have one text: use {a} only.');
  else if (pairs && !template.includes('{b}'))
    warning('template', 'The second text {b} of each row is left out.');
}

function wordRules(lines: readonly string[], labels: readonly string[], error: Report): void {
  const owner = new Map<string, number>();
  lines.forEach((line, c) => {
    const words = splitWords(line);
    if (words.length === 0) error('labelWords', 'Give this class at least one word.', c);
    for (const word of words) {
      const other = owner.get(word);
      if (other !== undefined && other !== c) {
        error('labelWords', `“${word}” already stands for ${labels[other] ?? `class ${other}`}.`, c);
      }
      owner.set(word, c);
    }
  });
}
