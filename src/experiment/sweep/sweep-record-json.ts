/** What a sweep's record in JSON must look like; typed arrays are lists of numbers there. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { EngineSchema } from '../run-record-schema.ts';
import { unsafePlaces } from '../unsafe-places.ts';
import type { CellKind, CellResult } from './cell-kind.ts';
import { misfits } from './check-cells.ts';
import type { Experiment } from './experiment.ts';
import { exactNumbers } from './result-text.ts';
import { count, counts, text } from './schema-parts.ts';
import type { FailedCell, SweepRecord } from './sweep-record.ts';

const Failed: v.GenericSchema<unknown, FailedCell> = v.object({
  kind: v.literal('failed'),
  error: v.object({
    code: v.custom<LabError['code']>((value) => typeof value === 'string', 'must be a code'),
    message: text,
    remedy: text,
    where: v.exactOptional(text),
  }),
});

const NoResult = v.never('must be a result of a cell');

/** A result of one of `kinds`, or a failure. */
function resultSchema(kinds: readonly CellKind[]): v.GenericSchema<unknown, CellResult> {
  const schemas = new Map<unknown, v.GenericSchema<unknown, CellResult>>([
    ['failed', Failed],
    ...kinds.map(({ result }) => [result.kind, result.schema] as const),
  ]);
  return v.lazy((value) =>
    typeof value === 'object' && value !== null && 'kind' in value
      ? (schemas.get(value.kind) ?? NoResult)
      : NoResult,
  );
}

const FRAME = {
  version: v.literal(1, 'must be 1'),
  kind: v.literal('sweep', 'must be sweep'),
  recipe: v.unknown(),
  tasks: v.array(
    v.object({
      name: text,
      family: text,
      labels: v.array(text),
      truth: counts,
      leaked: v.record(text, counts),
      sha256: v.nullable(text),
    }),
    'must be a list of tasks',
  ),
  plms: v.array(v.object({ name: text, width: count, sha256: v.nullable(text) }), 'must be a list of PLMs'),
};

const PARTS = v.array(
  v.object({ madeBy: text, startedAt: text, engine: EngineSchema }),
  'must be a list of parts',
);

/** What every record has, whatever its experiment. */
const AnyRecord = v.object({ ...FRAME, parts: PARTS, cells: v.record(text, v.unknown()) });

/** `record` as JSON text. */
export function writeSweepRecord(record: SweepRecord): string {
  return JSON.stringify(record, exactNumbers);
}

/** More than so many faults say nothing new: the file is something else. */
const MOST_FAULTS = 5;

function refusal(file: string, faults: readonly string[], cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file} is no record of a sweep: ${faults.slice(0, MOST_FAULTS).join('; ')}.`,
      remedy: 'Give a file that `lab sweep --out` or the Transfer page wrote.',
      where: file,
    },
    cause === undefined ? undefined : { cause },
  );
}

function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, file: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw refusal(
    file,
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`),
  );
}

/**
 * The record in `json`, the content of `file`.
 * @param experimentOf the experiment of a recipe. @throws LabError `recipe` where there is none
 * @throws LabError `file` naming every field at fault, or `recipe`
 */
export function parseSweepRecord(
  json: string,
  file: string,
  experimentOf: (recipe: unknown) => Experiment,
): SweepRecord {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refusal(file, ['it is no valid JSON'], cause);
  }
  return parseSweepValue(value, file, experimentOf);
}

/** The record that `value`, the content of `file`, is, parsed or as it was stored. @throws LabError as `parseSweepRecord` */
export function parseSweepValue(
  value: unknown,
  file: string,
  experimentOf: (recipe: unknown) => Experiment,
): SweepRecord {
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0)
    throw refusal(
      file,
      unsafe.map(({ field, message }) => `${field} ${message}`),
    );
  const experiment = experimentOf(checked(AnyRecord, value, file).recipe);
  const schema = v.object({
    ...FRAME,
    ...experiment.header,
    parts: PARTS,
    cells: v.record(text, resultSchema(experiment.cells)),
  });
  const output = checked(schema, value, file);
  const record: SweepRecord = { ...output, recipe: experiment.parse(output.recipe) };
  const missing = record.recipe.tasks.filter((task) => !record.tasks.some(({ name }) => name === task));
  if (missing.length > 0) throw refusal(file, [`tasks lacks ${missing.join(', ')}`]);
  const misfit = misfits(experiment, record);
  if (misfit.length > 0) throw refusal(file, misfit);
  return record;
}
