/** `lab repeat`: computes a recorded run or sweep again and tells whether it is the same, bit for bit. */
import type { Command } from 'commander';
import { holdsSweep } from '../data/sweep-file.ts';
import { LabError } from '../errors/lab-error.ts';
import { compareCurves, isRepeated, type CurveComparison } from '../experiment/compare-curves.ts';
import { compareEngines, engineDifferenceText } from '../experiment/compare-engines.ts';
import type { EngineChoice } from '../experiment/recipe-types.ts';
import { changedParts } from '../experiment/run-hashes.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { choiceOption, printJson, runCommand, say } from './output.ts';
import { readBytes } from './read-bytes.ts';
import { readRecord } from './record-file.ts';
import { repeatSweep } from './repeat-sweep.ts';
import { openParts, trainRecipe } from './train-recipe.ts';

interface RepeatOptions {
  readonly engine?: string;
  readonly json?: boolean;
}

export function addRepeat(program: Command): void {
  program
    .command('repeat')
    .description('compute a recorded run or sweep again; exit status 0 only if it is the same bit for bit')
    .argument('<file>', 'an experiment file (.plab) of a finished run or of a sweep, or a run record (.json)')
    .option('--engine <engine>', 'cpu, wasm or webgpu, in place of the one that it was recorded on')
    .option('--json', 'one JSON object on stdout')
    .action((file: string, options: RepeatOptions) =>
      runCommand(options.json === true, () => repeat(file, options)),
    );
}

/** The recipe's own choice; where that is to choose, what was chosen when it was recorded. */
const engineOf = ({ recipe, engine }: RunRecord, asked: EngineChoice | null): EngineChoice =>
  asked ?? (recipe.engine === 'auto' ? engine.engine : recipe.engine);

function repeat(file: string, { engine, json }: RepeatOptions): Promise<boolean> {
  const asked =
    engine === undefined ? null : choiceOption('--engine', engine, ['auto', 'cpu', 'wasm', 'webgpu']);
  const isSweep = file.endsWith('.plab') && holdsSweep(readBytes(file), file);
  return (isSweep ? repeatSweep : repeatRun)(file, asked, json === true);
}

async function repeatRun(file: string, asked: EngineChoice | null, json: boolean): Promise<boolean> {
  const before = readRecord(file);
  if (before.result === null || before.points.length === 0)
    throw new LabError({
      code: 'file',
      message: `The run in ${file} did not finish, so there is no whole curve to compare with.`,
      remedy: 'Train its recipe with `lab run`, and repeat what that writes.',
      where: file,
    });
  const engine = engineOf(before, asked);
  const parts = await openParts(before.recipe.plm, before.recipe.task);
  const { record: after } = await trainRecipe(before.recipe, parts, true, engine);
  const comparison = compareCurves(before, after);
  const engines = compareEngines(before.engine, after.engine);
  const changed = changedParts(before.hashes, after.hashes);
  if (json)
    printJson({
      same: isRepeated(comparison),
      ...comparison,
      test: { before: before.result.test, after: after.result?.test ?? null },
      engines: { before: engineFacts(before), after: engineFacts(after) },
      changed,
    });
  say(verdict(comparison));
  if (changed.length > 0) say(`Not the same ${changed.join(', ')} as recorded.`);
  const reason = engineDifferenceText(engines);
  if (!isRepeated(comparison) && reason !== null) say(reason);
  return isRepeated(comparison);
}

function engineFacts({ engine: { engine, device, threads, versions } }: RunRecord): object {
  return { engine, device, threads, versions };
}

function verdict({
  steps,
  evaluations,
  firstDifference,
  largestLossDifference,
  whole,
}: CurveComparison): string {
  if (firstDifference !== null) {
    const { step, what, before, after } = firstDifference;
    return `different from step ${String(step)} on: ${what} ${String(before)} before, ${String(after)} now; largest difference of a batch’s loss ${String(largestLossDifference)}`;
  }
  if (!whole) return `the ${String(steps)} steps that both have are the same, but one has more`;
  return `same bit for bit: ${String(steps)} steps, ${String(evaluations)} dev evaluations, test accuracy`;
}
