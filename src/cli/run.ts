/** `lab run`: trains the recipe in a file, as `lab train` does one from options. */
import type { Command } from 'commander';
import { runCommand } from './output.ts';
import { readRecipeFile } from './recipe-file.ts';
import { checkOut, writeTrained, type TrainOutput } from './train-output.ts';
import { openParts, trainRecipe } from './train-recipe.ts';

export function addRun(program: Command): void {
  program
    .command('run')
    .description('train the recipe in a file, as train does one from options')
    .argument(
      '<recipe>',
      'a recipe as JSON, or a run record (.json) or an experiment file (.plab) whose recipe is run again',
    )
    .option('--out <file>', 'an experiment file (.plab) or a run record (.json)')
    .option('--json', 'one JSON object on stdout, as that of train')
    .action((file: string, options: TrainOutput) =>
      runCommand(options.json === true, async () => {
        checkOut(options.out);
        const recipe = readRecipeFile(file);
        const parts = await openParts(recipe.plm, recipe.task);
        writeTrained(await trainRecipe(recipe, parts, options.out !== undefined), options);
        return true;
      }),
    );
}
