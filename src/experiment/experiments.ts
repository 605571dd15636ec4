/** The experiments that the lab knows, and what is read of any of them: the recipe says which one it is of. */
import { growthExperiment } from './progressive/growth-experiment.ts';
import { readExperiment } from './reader/read-experiment.ts';
import { tableOf, type Experiment, type Table } from './sweep/experiment.ts';
import { entryOf } from './sweep/find-experiment.ts';
import { parseSweepRecord, parseSweepValue } from './sweep/sweep-record-json.ts';
import type { SweepRecord } from './sweep/sweep-record.ts';
import { transferExperiment } from './transfer/transfer-experiment.ts';
import { verbalizeExperiment } from './verbalizer/verbalize-record.ts';

/** Each has its recipes in `sweep-recipes.ts` too. */
export const EXPERIMENTS: Table<Experiment> = tableOf<Experiment>(
  transferExperiment,
  verbalizeExperiment,
  growthExperiment,
  readExperiment,
);

/** @throws LabError `recipe` where no experiment is called so */
export const experimentOf = (recipe: unknown, experiments: Table<Experiment> = EXPERIMENTS): Experiment =>
  entryOf(recipe, experiments);

/** The record in `json`, the content of `file`. @throws LabError `file` naming every field at fault, or `recipe` */
export const readSweepRecord = (
  json: string,
  file: string,
  experiments: Table<Experiment> = EXPERIMENTS,
): SweepRecord => parseSweepRecord(json, file, (recipe) => experimentOf(recipe, experiments));

/** As `readSweepRecord`, of what was parsed already, or stored. */
export const readSweepValue = (
  value: unknown,
  file: string,
  experiments: Table<Experiment> = EXPERIMENTS,
): SweepRecord => parseSweepValue(value, file, (recipe) => experimentOf(recipe, experiments));
