import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readRunFile, RUN_ENTRY, TENSORS_ENTRY, writeRunFile } from '../../src/data/run-file.ts';
import { readSafetensors } from '../../src/data/safetensors.ts';
import { readRunRecord, writeRunRecord } from '../../src/experiment/run-record-json.ts';
import type { ActivationFrame, RunRecord } from '../../src/experiment/run-record.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';

const RECORD: RunRecord = {
  ...syntheticRecord(100, { steps: 100, promptLength: 2 }),
  hashes: { plm: 'a'.repeat(64), tokenizer: 'b'.repeat(64), task: '0'.repeat(64) },
};

const bitsOf = ({ buffer, byteOffset, length }: Float32Array): readonly number[] =>
  Array.from(new Uint32Array(buffer, byteOffset, length));

/** Any 32 bits: numbers, infinities, negative zero, and every NaN. */
const floats = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0x7fc00000, 0x7f800001, 0xffc12345, 0x80000000)), {
      minLength: length,
      maxLength: length,
    })
    .map((bits) => new Float32Array(Uint32Array.from(bits).buffer));

const numbers = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0));

const frame: fc.Arbitrary<ActivationFrame> = fc
  .tuple(fc.nat(3), fc.nat(4), fc.nat(1000), numbers)
  .chain(([layers, neurons, step, scale]) =>
    fc.record({
      step: fc.constant(step),
      layers: fc.constant(layers),
      neurons: fc.constant(neurons),
      scale: fc.constant(scale),
      prompted: floats(layers * neurons),
      plain: floats(layers * neurons),
    }),
  );

const prompt: fc.Arbitrary<RunRecord['prompt']> = fc.tuple(fc.nat(3), fc.nat(5)).chain(([length, width]) =>
  fc.record({
    length: fc.constant(length),
    width: fc.constant(width),
    values: floats(length * width),
  }),
);

const record: fc.Arbitrary<RunRecord> = fc
  .record({
    prompt: fc.option(prompt),
    activations: fc.array(frame, { maxLength: 4 }),
    hashes: fc.constantFrom(RECORD.hashes, null),
    points: fc.array(
      fc.record({
        step: fc.nat(),
        loss: numbers,
        accuracy: numbers,
        gradientNorm: numbers,
        learningRate: numbers,
      }),
    ),
    madeBy: fc.string({ unit: 'grapheme' }),
  })
  .map((change) => ({ ...RECORD, ...change }));

test('a run comes back from its file bit for bit, NaNs of every kind included', () => {
  fc.assert(
    fc.property(record, (run) => {
      const back = readRunFile(writeRunFile(run), 'run.plab');
      expect(back).toEqual(run);
      const arrays = ({ prompt: own, activations }: RunRecord): readonly Float32Array[] => [
        ...(own === null ? [] : [own.values]),
        ...activations.flatMap(({ prompted, plain }) => [prompted, plain]),
      ];
      expect(arrays(back).map(bitsOf)).toEqual(arrays(run).map(bitsOf));
      const again = writeRunFile(back);
      expect(writeRunFile(readRunFile(again, 'again.plab'))).toEqual(again);
    }),
    { numRuns: 200 },
  );
});

describe('what is in the zip', () => {
  const entries = unzipSync(writeRunFile(RECORD));

  test('tensors that every reader of safetensors can read, by the names in run.json', () => {
    const tensors = readSafetensors(entries[TENSORS_ENTRY], 'tensors');
    expect([...tensors.keys()].slice(-1)).toEqual(['prompt']);
    expect(tensors.get('prompt')).toEqual({ dims: [2, 3], data: RECORD.prompt?.values });
    expect(tensors.get('activations.0.plain')?.data).toEqual(RECORD.activations[0].plain);
    const json = JSON.parse(strFromU8(entries[RUN_ENTRY])) as { prompt: unknown; version: unknown };
    expect(json.prompt).toEqual({ length: 2, width: 3, values: 'prompt' });
    expect(json.version).toBe(2);
  });

  test.each<readonly [string, Record<string, Uint8Array>, RegExp]>([
    ['no record', { [TENSORS_ENTRY]: entries[TENSORS_ENTRY] }, /holds no run\.json/],
    ['no tensors', { [RUN_ENTRY]: entries[RUN_ENTRY] }, /must be the name of a tensor/],
    [
      'tensors of nothing',
      { [RUN_ENTRY]: entries[RUN_ENTRY], [TENSORS_ENTRY]: strToU8('{}') },
      /tensors\.safetensors in run\.plab is not a readable/,
    ],
    [
      'a tensor of another size',
      {
        [RUN_ENTRY]: strToU8(
          strFromU8(entries[RUN_ENTRY]).replace('"length":2,"width":3', '"length":2,"width":4'),
        ),
        [TENSORS_ENTRY]: entries[TENSORS_ENTRY],
      },
      /prompt must have length × width values/,
    ],
  ])('%s is refused', (_what, zip, cause) => {
    expect(() => readRunFile(zipSync(zip), 'run.plab')).toThrow(cause);
  });
});

test('a file of version 1, with the numbers in run.json, opens as one that knows no hashes', () => {
  const known = JSON.parse(writeRunRecord(RECORD)) as object;
  const json = JSON.stringify({ ...known, version: 1, hashes: undefined });
  const old = zipSync({ [RUN_ENTRY]: strToU8(json) });
  expect(readRunFile(old, 'old.plab')).toEqual({ ...RECORD, hashes: null });
});

test('every run that ships with the page opens', () => {
  const folder = new URL('../../public/recorded/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(files).not.toHaveLength(0);
  for (const file of files) {
    const shipped = readRunRecord(readFileSync(new URL(file, folder), 'utf8'), file);
    expect(shipped.version).toBe(2);
    expect(readRunFile(writeRunFile(shipped), file)).toEqual(shipped);
  }
});
