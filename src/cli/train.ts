/** `lab train`: trains a soft prompt and prints what came of it. */
import type { Command } from 'commander';
import { METHOD_IDS } from '../experiment/methods.ts';
import { askedByFiles } from './openprompt-options.ts';
import { runCommand } from './output.ts';
import { recipeFrom, type TrainOptions } from './train-options.ts';
import { checkOut, writeTrained } from './train-output.ts';
import { openParts, trainRecipe } from './train-recipe.ts';
import { addTrainingOptions } from './training-options.ts';

export function addTrain(program: Command): void {
  const command = program
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
    .option('--method <method>', METHOD_IDS.join(', '), 'prompt');
  addTrainingOptions(command)
    .option('--word-weights <how>', 'words of a class count alike, or by weights learned along', 'alike')
    .option('--word-weights-rate <x>', 'learning rate of these weights (0.06)')
    .option('--seed <n>', 'decides start, order and sampling (1)')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option('--out <file>', 'an experiment file (.plab) or a run record (.json)')
    .option('--json', 'one JSON object on stdout')
    .action((options: TrainOptions) => runCommand(options.json === true, () => train(options)));
}

async function train(options: TrainOptions): Promise<boolean> {
  checkOut(options.out);
  const parts = await openParts(options.plm, options.task);
  const files = await askedByFiles(options, parts.task.labels, parts.tokenizer);
  const recipe = recipeFrom(options, parts.task, options.plm, files);
  writeTrained(await trainRecipe(recipe, parts, options.out !== undefined), options);
  return true;
}
