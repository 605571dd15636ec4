/** Options of `lab train` → a recipe. Every option that is not given keeps the task's default. */
import type { Task } from '../experiment/task-types.ts';
import { LabError } from '../errors/lab-error.ts';
import { defaultRecipe } from '../experiment/default-recipe.ts';
import { parseRecipe } from '../experiment/recipe-schema.ts';
import type { OptimizerSettings, PromptInit, Recipe } from '../experiment/recipe-types.ts';
import type { AskedByFiles, OpenPromptOptions } from './openprompt-options.ts';
import { choiceOption, numberOption } from './output.ts';

export interface TrainOptions extends OpenPromptOptions {
  readonly plm: string;
  readonly task: string;
  readonly method: string;
  readonly promptLength?: string;
  readonly init?: string;
  readonly initText?: string;
  readonly initPrompt?: string;
  readonly sigma?: string;
  readonly optimizer?: string;
  readonly weightDecay?: string;
  readonly lr?: string;
  readonly schedule?: string;
  readonly warmup?: string;
  readonly clip?: string;
  readonly steps?: string;
  readonly batch?: string;
  readonly maxLength?: string;
  readonly evalEvery?: string;
  readonly seed?: string;
  readonly engine: string;
  readonly out?: string;
  readonly json?: boolean;
}

function optimizerOf(name: string, decay: number | undefined): OptimizerSettings {
  const kind = choiceOption('--optimizer', name, ['adamw', 'adafactor', 'sgd']);
  switch (kind) {
    case 'adamw':
      return { kind, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: decay ?? 0 };
    case 'adafactor':
      return { kind, weightDecay: decay ?? 1e-5, clipThreshold: 1, decayRate: -0.8 };
    case 'sgd':
      return { kind, momentum: 0.9, nesterov: false };
  }
  return kind satisfies never;
}

function initOf(name: string, { initText, initPrompt, sigma }: TrainOptions): PromptInit {
  const kind = choiceOption('--init', name, ['vocab', 'normal', 'text', 'class-words', 'saved']);
  switch (kind) {
    case 'vocab':
    case 'class-words':
      return { kind };
    case 'normal':
      return { kind, sigma: sigma === undefined ? 0.02 : numberOption('--sigma', sigma, 0, 100, false) };
    case 'saved':
      if (initPrompt !== undefined) return { kind, promptId: initPrompt };
      throw new LabError({
        code: 'argument',
        message: 'A start from a saved prompt needs the file.',
        remedy: 'Give --init-prompt a run record (.json) or an experiment file (.plab).',
        where: '--init-prompt',
      });
    case 'text':
      if (initText !== undefined) return { kind, text: initText };
      throw new LabError({
        code: 'argument',
        message: 'A start from text needs the text.',
        remedy: 'Give --init-text “…”.',
        where: '--init-text',
      });
  }
  return kind satisfies never;
}

/** @throws LabError `argument` or `recipe` naming the option or field */
export function recipeFrom(options: TrainOptions, task: Task, plm: string, files: AskedByFiles): Recipe {
  choiceOption('--method', options.method, ['prompt-tuning']);
  const base = defaultRecipe(task, plm);
  const whole = (
    name: string,
    text: string | undefined,
    fallback: number,
    low: number,
    high: number,
  ): number => (text === undefined ? fallback : numberOption(name, text, low, high));
  const real = (
    name: string,
    text: string | undefined,
    fallback: number,
    low: number,
    high: number,
  ): number => (text === undefined ? fallback : numberOption(name, text, low, high, false));
  const decay =
    options.weightDecay === undefined
      ? undefined
      : numberOption('--weight-decay', options.weightDecay, 0, 1, false);
  const clip = options.clip === 'none' ? null : real('--clip', options.clip, base.clipNorm ?? 1, 1e-6, 1e6);
  const steps = whole('--steps', options.steps, base.steps, 1, 1_000_000);
  return parseRecipe({
    ...base,
    template: options.template ?? files.template ?? base.template,
    labelWords:
      options.labelWords === undefined
        ? (files.labelWords ?? base.labelWords)
        : options.labelWords.split(';').map((words) => words.split(',').map((word) => word.trim())),
    promptLength: whole('--prompt-length', options.promptLength, base.promptLength, 1, 100),
    init: options.init === undefined ? base.init : initOf(options.init, options),
    optimizer:
      options.optimizer === undefined && decay === undefined
        ? base.optimizer
        : optimizerOf(options.optimizer ?? 'adamw', decay),
    learningRate: real('--lr', options.lr, base.learningRate, 0, 1000),
    schedule:
      options.schedule === undefined
        ? base.schedule
        : choiceOption('--schedule', options.schedule, ['linear', 'constant', 'cosine']),
    warmupShare: real('--warmup', options.warmup, base.warmupShare, 0, 1),
    clipNorm: clip,
    steps,
    batch: whole('--batch', options.batch, base.batch, 1, 1024),
    maxLength: whole('--max-length', options.maxLength, base.maxLength, 4, 4096),
    evalEvery: whole('--eval-every', options.evalEvery, Math.min(base.evalEvery, steps), 1, 1_000_000),
    seed: whole('--seed', options.seed, base.seed, 0, 2 ** 31 - 1),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
  });
}
