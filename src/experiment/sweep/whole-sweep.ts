/** The sweep that several are parts of: their tasks and seeds together. */
import type { CellResults, SweepRecord } from './sweep-record.ts';
import type { Experiment } from './experiment.ts';
import { isFailed } from './sweep-record.ts';
import { joinTasks } from './join-tasks.ts';
import { reusedCells } from './reuse-cells.ts';
import { same } from './same.ts';

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What records of the experiment keep beside the cells: of seeds or tasks by name, so that entries come together. */
function joinedHeader({ header }: Experiment, records: readonly SweepRecord[]): object {
  return Object.fromEntries(
    Object.keys(header).map((field) => {
      const values = records.map((record): unknown => Reflect.get(record, field));
      return [field, values.every(isPlain) ? Object.assign({}, ...values.toReversed()) : values[0]];
    }),
  );
}

const inOrder = <T>(lists: readonly (readonly T[])[]): readonly T[] => [...new Set(lists.flat())];

/**
 * The record of the sweep that has every task and seed of `records`, without cells. Where they are of one sweep it is that.
 * @param records that fit together, at least one
 * @throws LabError `recipe` where the whole would be too large for a sweep
 */
export function wholeOf(experiment: Experiment, records: readonly SweepRecord[]): SweepRecord {
  const [first] = records;
  const recipes = records.map(({ recipe }) => recipe);
  const recipe = recipes.every((one) => same(one, first.recipe))
    ? first.recipe
    : experiment.parse({
        ...first.recipe,
        tasks: inOrder(recipes.map(({ tasks }) => tasks)),
        seeds: inOrder(recipes.map(({ seeds }) => seeds)).toSorted((a, b) => a - b),
      });
  const joined: SweepRecord = {
    ...first,
    ...joinedHeader(experiment, records),
    recipe,
    tasks: joinTasks(records.map(({ tasks }) => tasks)),
    cells: {},
  };
  return joined;
}

/** `record` as a part of `whole`: the results that hold there, and what failed. */
export function asPartOf(experiment: Experiment, whole: SweepRecord, record: SweepRecord): SweepRecord {
  if (same(record.recipe, whole.recipe)) return record;
  const failures = Object.entries(record.cells).filter(([, result]) => isFailed(result));
  const cells: CellResults = {
    ...Object.fromEntries(failures),
    ...reusedCells(experiment, whole, record),
  };
  return { ...whole, parts: record.parts, cells };
}
