/** What a sweep's record in JSON must look like; typed arrays are lists of numbers there. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { misfits } from './check-cells.ts';
import { Float32Schema, NumberSchema, toJsonNumber, toJsonNumbers } from './number-codec.ts';
import { EngineSchema } from './run-record-schema.ts';
import { PROJECTION_CONTROLS, type CellResult, type SweepRecord } from './sweep-record.ts';
import { parseSweep } from './sweep-schema.ts';
import { unsafePlaces } from './unsafe-places.ts';

const text = v.string('must be a text');
const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be at least 0'),
);
const counts = v.array(count, 'must be a list of whole numbers');

const trained = {
  length: count,
  width: count,
  prompt: Float32Schema,
  bestStep: count,
  dev: NumberSchema,
  curve: v.array(
    v.object({ step: count, loss: NumberSchema, accuracy: NumberSchema, flops: NumberSchema }),
    'must be a list of points',
  ),
  seconds: v.array(NumberSchema),
};

const Controls = v.object(
  Object.fromEntries(PROJECTION_CONTROLS.map((control) => [control, counts])) as Record<
    (typeof PROJECTION_CONTROLS)[number],
    typeof counts
  >,
);

const Cell = v.pipe(
  v.variant(
    'kind',
    [
      v.object({
        kind: v.literal('trained'),
        ...trained,
        activated: v.array(v.pipe(text, v.base64('must be base64'))),
      }),
      v.object({ kind: v.literal('initialised'), ...trained, predictions: counts }),
      v.object({
        kind: v.literal('scored'),
        predictions: counts,
        seconds: v.tuple([NumberSchema, NumberSchema]),
      }),
      v.object({
        kind: v.literal('neurons'),
        layers: count,
        neurons: count,
        alone: Float32Schema,
        onRows: Float32Schema,
      }),
      v.object({
        kind: v.literal('recommended'),
        length: count,
        width: count,
        prompt: Float32Schema,
        layers: count,
        neurons: count,
        alone: Float32Schema,
        probes: v.array(
          v.object({
            steps: count,
            results: v.array(v.object({ name: text, loss: NumberSchema, accuracy: NumberSchema })),
          }),
        ),
      }),
      v.object({
        kind: v.literal('projected'),
        parameters: count,
        losses: v.array(NumberSchema),
        tasks: v.record(text, v.object({ prompt: Float32Schema, predictions: Controls })),
        collapsed: v.boolean(),
        cosines: v.array(v.array(NumberSchema)),
        seconds: NumberSchema,
      }),
      v.object({
        kind: v.literal('failed'),
        error: v.object({
          code: v.custom<LabError['code']>((value) => typeof value === 'string', 'must be a code'),
          message: text,
          remedy: text,
          where: v.exactOptional(text),
        }),
      }),
    ],
    'must be a result of a cell',
  ),
  v.check((cell) => {
    if (cell.kind === 'trained' || cell.kind === 'initialised')
      return cell.prompt.length === cell.length * cell.width && cell.curve.length === cell.seconds.length;
    if (cell.kind === 'recommended')
      return (
        cell.prompt.length === cell.length * cell.width && cell.alone.length === cell.layers * cell.neurons
      );
    if (cell.kind === 'neurons')
      return [cell.alone, cell.onRows].every(({ length }) => length === cell.layers * cell.neurons);
    return true;
  }, 'has lists of other lengths than it says'),
);

const SweepRecordSchema = v.object({
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
  initialPrompts: v.record(text, Float32Schema),
  parts: v.array(
    v.object({ madeBy: text, startedAt: text, engine: EngineSchema }),
    'must be a list of parts',
  ),
  cells: v.record(text, Cell),
});

/** `record` as JSON text. */
export function writeSweepRecord(record: SweepRecord): string {
  return JSON.stringify(record, (_key, value: unknown) => {
    if (value instanceof Float32Array) return toJsonNumbers(value);
    return typeof value === 'number' ? toJsonNumber(value) : value;
  });
}

/** More than so many faults say nothing new: the file is something else. */
const MOST_FAULTS = 5;

/** The record in `json`, the content of `file`. @throws LabError `file` naming every field at fault, or `recipe` */
export function readSweepRecord(json: string, file: string): SweepRecord {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refusal(file, ['it is no valid JSON'], cause);
  }
  return readSweepValue(value, file);
}

/** The record that `value`, the content of `file`, is, parsed or as it was stored. @throws LabError as `readSweepRecord` */
export function readSweepValue(value: unknown, file: string): SweepRecord {
  const unsafe = unsafePlaces(value);
  if (unsafe.length > 0)
    throw refusal(
      file,
      unsafe.map(({ field, message }) => `${field} ${message}`),
    );
  const result = v.safeParse(SweepRecordSchema, value);
  if (!result.success)
    throw refusal(
      file,
      result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`),
    );
  const { output } = result;
  const recipe = parseSweep(output.recipe);
  const cells: Readonly<Record<string, CellResult>> = output.cells;
  const missing = recipe.tasks.filter((task) => !output.tasks.some(({ name }) => name === task));
  if (missing.length > 0) throw refusal(file, [`tasks lacks ${missing.join(', ')}`]);
  const record: SweepRecord = { ...output, recipe, cells };
  const misfit = misfits(record);
  if (misfit.length > 0) throw refusal(file, misfit);
  return record;
}

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
