import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { promptArtefacts, promptOf, type PromptValues } from '../../src/experiment/artefacts.ts';
import { readRunFile, RUN_ENTRY, TENSORS_ENTRY, writeRunFile } from '../../src/data/run-file.ts';
import { readSafetensors } from '../../src/data/safetensors.ts';
import { readRunRecord, writeRunRecord } from '../../src/experiment/run-record-json.ts';
import type { ActivationFrame, RunRecord } from '../../src/experiment/run-record.ts';
import { oldRecord } from '../experiment/old-records.ts';
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

const prompt: fc.Arbitrary<PromptValues> = fc.tuple(fc.nat(3), fc.nat(5)).chain(([length, width]) =>
  fc.record({
    length: fc.constant(length),
    width: fc.constant(width),
    values: floats(length * width),
  }),
);

const record: fc.Arbitrary<RunRecord> = fc
  .record({
    artefacts: fc.option(prompt).map(promptArtefacts),
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
      const arrays = ({ artefacts, activations }: RunRecord): readonly Float32Array[] => [
        ...Object.values(artefacts).map(({ values }) => values),
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
    expect(tensors.get('prompt')).toEqual({ dims: [2, 3], data: promptOf(RECORD.artefacts)?.values });
    expect(tensors.get('activations.0.plain')?.data).toEqual(RECORD.activations[0].plain);
    const json = JSON.parse(strFromU8(entries[RUN_ENTRY])) as {
      artefacts: unknown;
      version: unknown;
    };
    expect(json.artefacts).toEqual({ prompt: { dims: [2, 3], values: 'prompt' } });
    expect(json.version).toBe(3);
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
        [RUN_ENTRY]: strToU8(strFromU8(entries[RUN_ENTRY]).replace('"dims":[2,3]', '"dims":[2,4]')),
        [TENSORS_ENTRY]: entries[TENSORS_ENTRY],
      },
      /prompt must have as many values as its sizes say/,
    ],
  ])('%s is refused', (_what, zip, cause) => {
    expect(() => readRunFile(zipSync(zip), 'run.plab')).toThrow(cause);
  });
});

test.each([1, 2] as const)('a file of version %i, with the numbers in run.json, opens', (version) => {
  const json = writeRunRecord(oldRecord(version, RECORD) as RunRecord);
  const old = zipSync({ [RUN_ENTRY]: strToU8(json) });
  const hashes = version === 1 ? null : RECORD.hashes;
  expect(readRunFile(old, 'old.plab')).toEqual({ ...RECORD, hashes });
});

test.each(['run-1.json', 'run-2.json', 'run-2.plab'])('%s, which an earlier version wrote, opens', (file) => {
  const bytes = readFileSync(new URL(`../fixtures/versions/${file}`, import.meta.url));
  const opened = file.endsWith('.plab')
    ? readRunFile(bytes, file)
    : readRunRecord(bytes.toString('utf8'), file);
  expect(opened).toMatchObject({ version: 3, recipe: { version: 2, method: 'prompt', plm: 'lab-tiny' } });
  expect(opened.baselines.map(({ name }) => name)).toEqual(['majority', 'noPrompt', 'randomPrompt']);
  const { recipe } = opened;
  expect(promptOf(opened.artefacts)?.values).toHaveLength(recipe.promptLength * 128);
  expect(opened.points).toHaveLength(recipe.training.steps);
  expect(readRunFile(writeRunFile(opened), file)).toEqual(opened);
});

test('every run that ships with the page opens', () => {
  const folder = new URL('../../public/recorded/', import.meta.url);
  const files = readdirSync(folder).filter(
    // What runs of words and growing runs came to are lists of their own.
    (name) =>
      name.endsWith('.json') && !name.endsWith('.report.json') && !['words.json', 'grow.json'].includes(name),
  );
  expect(files).not.toHaveLength(0);
  for (const file of files) {
    const shipped = readRunRecord(readFileSync(new URL(file, folder), 'utf8'), file);
    expect(shipped.version).toBe(3);
    expect(readRunFile(writeRunFile(shipped), file)).toEqual(shipped);
  }
});
