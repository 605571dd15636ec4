/** `lab train`: trains a soft prompt and prints what came of it. */
import type { Command } from 'commander';
import { BOUNDS, boundsText } from '../experiment/bounds.ts';
import { METHOD_IDS } from '../experiment/methods.ts';
import { OPTIMISER_KINDS } from '../experiment/optimisers.ts';
import { askedByFiles } from './openprompt-options.ts';
import { runCommand } from './output.ts';
import { recipeFrom, type TrainOptions } from './train-options.ts';
import { checkOut, writeTrained } from './train-output.ts';
import { openParts, trainRecipe } from './train-recipe.ts';

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('train a soft prompt; the best step is chosen on dev, test is reported once')
    .requiredOption(
      '--plm <name>',
      'a shipped PLM or a folder with model.onnx, tokenizer.json and config.json',
    )
    .requiredOption(
      '--task <name>',
      'a shipped task or a folder with task.json, train.jsonl, dev.jsonl and test.jsonl',
    )
    .option('--method <method>', METHOD_IDS.join(', '), 'prompt')
    .option('--template <text>', 'with {a}, perhaps {b}, and [MASK]')
    .option('--template-file <file>', 'in place of --template: OpenPrompt’s templates, one a line')
    .option('--template-number <n>', 'which line of --template-file, from 0 (0)')
    .option('--label-words <words>', 'classes separated by ";", words of a class by ","')
    .option(
      '--label-words-file <file>',
      'in place of --label-words: OpenPrompt’s verbalizer (.txt, .csv, .json) or the lab’s own (.verbalizer.json)',
    )
    .option('--label-words-number <n>', 'which verbalizer of --label-words-file, from 0 (0)')
    .option('--prompt-length <n>', `${boundsText(BOUNDS.promptLength)} (20)`)
    .option('--init <kind>', 'vocab, normal, text, class-words or saved (vocab)')
    .option('--init-text <text>', 'with --init text')
    .option('--init-prompt <file>', 'with --init saved: a run record (.json) or an experiment file (.plab)')
    .option('--sigma <x>', 'with --init normal (0.02)')
    .option('--optimizer <kind>', `${OPTIMISER_KINDS.join(', ')} (adamw)`)
    .option('--weight-decay <x>', 'of AdamW or Adafactor')
    .option('--lr <x>', 'learning rate; unless given, what suits the optimiser (0.03)')
    .option('--schedule <kind>', 'linear, constant or cosine (linear)')
    .option('--warmup <share>', 'share of the steps (0.06)')
    .option('--clip <norm>', 'limit on the gradient norm, or none (1)')
    .option('--steps <n>', 'optimiser steps (600)')
    .option('--batch <n>', 'rows a step (16)')
    .option('--max-length <n>', 'text tokens (64)')
    .option('--eval-every <n>', 'steps between dev evaluations (100)')
    .option('--seed <n>', 'decides start, order and sampling (1)')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option('--out <file>', 'an experiment file (.plab) or a run record (.json)')
    .option('--json', 'one JSON object on stdout')
    .action((options: TrainOptions) => runCommand(options.json === true, () => train(options)));
}

async function train(options: TrainOptions): Promise<boolean> {
  checkOut(options.out);
  const parts = await openParts(options.plm, options.task);
  const files = askedByFiles(options, parts.task.labels, parts.tokenizer);
  const recipe = recipeFrom(options, parts.task, options.plm, files);
  writeTrained(await trainRecipe(recipe, parts, options.out !== undefined), options);
  return true;
}
