/** Recipes, runs and sweeps: as JSON, and as the `.plab` files that hold them. */
import { promptArtefacts } from '../../../src/experiment/artefacts.ts';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readSweepFile, writeSweepFile } from '../../../src/data/sweep-file.ts';
import { readRunFile, RUN_ENTRY, TENSORS_ENTRY, writeRunFile } from '../../../src/data/run-file.ts';
import { parseRecipe } from '../../../src/experiment/recipe-schema.ts';
import { readRunRecord, writeRunRecord } from '../../../src/experiment/run-record-json.ts';
import type { RunRecord } from '../../../src/experiment/run-record.ts';
import { readSweepRecord } from '../../../src/experiment/experiments.ts';
import { readSweep } from '../../../src/experiment/sweep-recipes.ts';
import { writeSweepRecord } from '../../../src/experiment/sweep/sweep-record-json.ts';
import type { SweepRecord } from '../../../src/experiment/sweep/sweep-record.ts';
import type { TransferRecord } from '../../../src/experiment/transfer/transfer-record.ts';
import { syntheticFrame, syntheticRecipe, syntheticRecord } from '../../app-unit/synthetic-run.ts';
import {
  cellsFrom,
  initialised,
  madeRecord,
  madeSweep,
  neurons,
  randomOf,
  scored,
  scoreOf,
  trained,
  trainOf,
  failed,
  wholeSweep,
} from '../../experiment/made-sweep.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, textOf, type Target } from '../target.ts';

const whole = syntheticRecord(600);
const RUN: RunRecord = {
  ...whole,
  hashes: { plm: '0'.repeat(64), tokenizer: '1'.repeat(64), task: 'f'.repeat(64) },
  points: whole.points.slice(0, 3),
  activations: [syntheticFrame(0, 2, 3)],
  promptTokens: null,
  artefacts: promptArtefacts({ length: 2, width: 3, values: Float32Array.of(1, NaN, -0, 4, Infinity, 6) }),
};

const SWEEP: TransferRecord = madeRecord(
  madeSweep(),
  cellsFrom([
    [trainOf('joy', 1), trained([1, 2, 3, 4, 5, 6])],
    [trainOf('mood', 1), failed()],
    [scoreOf('joy', 'mood', 1), scored(5)],
    [randomOf('joy', 1), scored(3)],
  ]),
);

/** Results of every kind, so that each rule of the schema has something to refuse. */
const CELLS = {
  ...SWEEP.cells,
  neurons: neurons([1, 2, 3]),
  initialised: initialised([0.5, 0.75], 4),
};

const parsed = (json: string): object => JSON.parse(json) as object;
const RUN_JSON = parsed(writeRunRecord(RUN));
const RUN_OLD = { ...parsed(writeRunRecord({ ...RUN, hashes: null })), version: 1 };
const RUN_ENTRIES = unzipSync(writeRunFile(RUN));
const SWEEP_JSONS = [
  parsed(writeSweepRecord(SWEEP)),
  parsed(writeSweepRecord({ ...SWEEP, recipe: wholeSweep(), cells: CELLS })),
];

/** Read once, a record is written as what is read again. */
function comesBack<T>(value: T, write: (value: T) => string, read: (json: string) => T): void {
  const json = write(value);
  check(write(read(json)) === json, 'a record is another after writing and reading it');
}

const readRunBack = (record: RunRecord): void => comesBack(record, writeRunRecord, readRunRecord);
const readSweepBack = (record: SweepRecord): void =>
  comesBack(record, writeSweepRecord, (json) => readSweepRecord(json, 'back'));

const zipped = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync({ ...entries }, { mtime: '2000-01-01T00:00:00' });

/** Deflate makes up to 1032 bytes of one. */
const INFLATED = 1 << 24;

export const RECORD_TARGETS: readonly Target[] = [
  {
    name: 'recipe',
    inputs: damagedJson([syntheticRecipe(), syntheticRecipe({ init: { kind: 'normal', sigma: 0.5 } })]),
    read: (bytes) => {
      let value: unknown;
      try {
        value = JSON.parse(textOf(bytes));
      } catch {
        return;
      }
      const recipe = parseRecipe(value);
      check(
        JSON.stringify(parseRecipe(recipe)) === JSON.stringify(recipe),
        'a recipe is another, read again',
      );
    },
  },
  {
    name: 'recipe of a sweep',
    inputs: damagedJson([madeSweep(), wholeSweep()]),
    read: (bytes) => readSweep(textOf(bytes), 'sweep.json'),
  },
  {
    name: 'run record',
    inputs: damagedJson([RUN_JSON]),
    read: (bytes) => readRunBack(readRunRecord(textOf(bytes), 'run.json')),
  },
  {
    name: 'run, .plab',
    inputs: damagedBytes([writeRunFile(RUN)]),
    read: (bytes) => readRunBack(readRunFile(bytes, 'run.plab')),
    allowance: INFLATED,
  },
  {
    name: 'run, .plab around damaged JSON',
    inputs: damagedJson([RUN_JSON, RUN_OLD, parsed(strFromU8(RUN_ENTRIES[RUN_ENTRY]))]).map((json) =>
      zipped({ ...RUN_ENTRIES, [RUN_ENTRY]: json }),
    ),
    read: (bytes) => readRunBack(readRunFile(bytes, 'run.plab')),
    allowance: INFLATED,
  },
  {
    name: 'run, .plab around damaged tensors',
    inputs: damagedBytes([RUN_ENTRIES[TENSORS_ENTRY]]).map((tensors) =>
      zipped({ ...RUN_ENTRIES, [TENSORS_ENTRY]: tensors }),
    ),
    read: (bytes) => readRunBack(readRunFile(bytes, 'run.plab')),
    allowance: INFLATED,
  },
  {
    name: 'sweep record',
    inputs: damagedJson(SWEEP_JSONS),
    read: (bytes) => readSweepBack(readSweepRecord(textOf(bytes), 'sweep.json')),
  },
  {
    name: 'sweep, .plab',
    inputs: damagedBytes([writeSweepFile(SWEEP), zipped({ 'sweep.json': strToU8('{}') })]),
    read: (bytes) => readSweepBack(readSweepFile(bytes, 'sweep.plab')),
    allowance: INFLATED,
  },
];
