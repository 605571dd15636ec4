/** `lab repeat` of a sweep: computes the cells of a file again and tells which of them are not the same, bit for bit. */
import { LabError } from '../errors/lab-error.ts';
import { compareEngines, engineDifferenceText } from '../experiment/compare-engines.ts';
import type { EngineChoice } from '../experiment/recipe-types.ts';
import { experimentOf } from '../experiment/experiments.ts';
import {
  compareSweeps,
  isSweepRepeated,
  recordedCells,
  type SweepComparison,
} from '../experiment/sweep/compare-sweeps.ts';
import type { SweepRecord } from '../experiment/sweep/sweep-record.ts';
import { printJson, say } from './output.ts';
import { openSweep, runSweepHere } from './sweep-run.ts';

/** Cells that are named one by one, for people; `--json` names all. */
const MOST_NAMED = 10;

/** The recipe's own choice; where that is to choose, what the last part was computed on. */
const engineOf = ({ recipe, parts }: SweepRecord, asked: EngineChoice | null): EngineChoice =>
  asked ?? (recipe.engine === 'auto' ? (parts.at(-1)?.engine.engine ?? 'auto') : recipe.engine);

/**
 * @param asked an engine in place of the one that it was recorded on; null for that one
 * @returns whether every cell came out the same
 * @throws LabError `file` for a file without a result
 */
export async function repeatSweep(file: string, asked: EngineChoice | null, json: boolean): Promise<boolean> {
  const before = openSweep(file);
  const { repeatable, following } = recordedCells(experimentOf(before.recipe), before);
  if (repeatable.length === 0)
    throw new LabError({
      code: 'file',
      message: `The sweep in ${file} has no result yet, so there is nothing to compare with.`,
      remedy: 'Go on with it by `lab sweep`, and repeat what that writes.',
      where: file,
    });
  const recipe = { ...before.recipe, engine: engineOf(before, asked) };
  const after = await runSweepHere(recipe, { only: new Set(repeatable) }, null, 'lab repeat');
  const comparison = compareSweeps(repeatable, before, after);
  const same = isSweepRepeated(comparison);
  if (json) printJson({ same, ...comparison, following });
  for (const line of verdict(comparison)) say(line);
  if (following.length > 0) say(`Not repeated, since they follow from times: ${following.join(', ')}.`);
  const [then, now] = [before.parts.at(-1), after.parts.at(-1)];
  const reason =
    then === undefined || now === undefined
      ? null
      : engineDifferenceText(compareEngines(then.engine, now.engine));
  if (!same && reason !== null) say(reason);
  return same;
}

function verdict({ cells, different, changed }: SweepComparison): readonly string[] {
  const others = changed.length === 0 ? [] : [`Not the same ${changed.join(', ')} as recorded.`];
  if (different.length === 0) return [`same bit for bit: ${String(cells)} cells`, ...others];
  const named = different
    .slice(0, MOST_NAMED)
    .map(({ id, fields }) => `  ${id}: ${fields.length === 0 ? 'not computed' : fields.join(', ')}`);
  const rest = different.length > MOST_NAMED ? [`  and ${String(different.length - MOST_NAMED)} more`] : [];
  return [`different: ${String(different.length)} of ${String(cells)} cells`, ...named, ...rest, ...others];
}
