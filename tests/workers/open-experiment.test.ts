import { promptOf } from '../../src/experiment/artefacts.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../src/data/safetensors.ts';
import { writeNpy } from '../../src/data/write-npy.ts';
import { writeSafetensors } from '../../src/data/write-safetensors.ts';
import type { ExportBase } from '../../src/protocol/experiment-protocol.ts';
import { openExperiment } from '../../workers/experiment/open-experiment.ts';
import { saveExperiment } from '../../workers/experiment/save-experiment.ts';
import { syntheticRecord } from '../app-unit/synthetic-run.ts';
import { folderOf, peftFixture } from '../data/peft-fixtures.ts';

const RECORD = syntheticRecord(20, { steps: 20, promptLength: 2 });
const BASE: ExportBase = { model: 'org/bert', taskType: 'FEATURE_EXTRACTION', attentionHeads: 2, layers: 1 };

const picked = (files: Iterable<readonly [string, Uint8Array]>) =>
  [...files].map(([path, bytes]) => ({ path, blob: new Blob([Uint8Array.from(bytes)]) }));
const inFolder = (folder: string, files: ReadonlyMap<string, Uint8Array>) =>
  [...files].map(([name, bytes]) => [`${folder}/${name}`, bytes] as const);

describe('what was saved opens as it was', () => {
  test('an experiment file, whole', async () => {
    const file = await saveExperiment('mine', RECORD, 'plab', BASE);
    expect(file.name).toBe('mine.plab');
    expect(await openExperiment(picked([[file.name, file.bytes]]), null)).toEqual({
      kind: 'run',
      name: 'mine',
      record: RECORD,
      notes: [],
    });
  });

  test('a PEFT folder in a zip, with the run beside it', async () => {
    const file = await saveExperiment('mine', RECORD, 'peft', BASE);
    const opened = await openExperiment(picked([[file.name, file.bytes]]), null);
    expect(opened).toMatchObject({ kind: 'run', name: 'mine' });
    expect(opened.kind === 'run' && opened.record.artefacts).toEqual(RECORD.artefacts);
    expect(opened.kind === 'run' && opened.record.recipe).toEqual(RECORD.recipe);
  });

  test.each(['safetensors', 'npy'] as const)('the prompt alone as .%s, bit for bit', async (format) => {
    const file = await saveExperiment('mine', RECORD, format, BASE);
    expect(await openExperiment(picked([[file.name, file.bytes]]), null)).toMatchObject({
      kind: 'prompt',
      prompt: promptOf(RECORD.artefacts),
      base: null,
    });
  });

  test('a run without a prompt has only itself to give', async () => {
    const bare = { ...RECORD, artefacts: {} };
    await expect(saveExperiment('mine', bare, 'peft', BASE)).rejects.toMatchObject({ code: 'prompt' });
    const { name, bytes } = await saveExperiment('mine', bare, 'plab', BASE);
    expect(await openExperiment(picked([[name, bytes]]), null)).toMatchObject({ kind: 'run' });
  });
});

describe('what others wrote', () => {
  test.each([
    'bert-prompt-tuning',
    'bert-p-tuning',
    'gpt2-prompt-tuning',
    't5-prompt-tuning',
    't5-prompt-tuning-encoder',
  ])('the adapter %s, as files or zipped', async (folder) => {
    const files = await peftFixture(folder);
    const loose = await openExperiment(picked(inFolder(folder, files)), null);
    expect(loose).toMatchObject({ kind: 'prompt', name: folder, prompt: { length: 4, width: 32 } });
    const zipped = zipSync(Object.fromEntries(files));
    expect(await openExperiment(picked([[`${folder}.zip`, zipped]]), null)).toEqual(loose);
  });

  test('prefix tuning is refused by its name', async () => {
    const files = inFolder('p', await peftFixture('bert-prefix-tuning'));
    await expect(openExperiment(picked(files), null)).rejects.toThrow(/PREFIX_TUNING/);
  });

  test('an adapter of several tasks asks which one, and gives that one', async () => {
    const files = folderOf(
      { peft_type: 'MULTITASK_PROMPT_TUNING', num_virtual_tokens: 2, token_dim: 3 },
      {
        prompt_embeddings: { dims: [2, 3], data: new Float32Array(6).fill(2) },
        prefix_task_cols: { dims: [2, 2, 1], data: Float32Array.from([1, 1, 3, 3]) },
        prefix_task_rows: { dims: [2, 1, 3], data: Float32Array.from([1, 1, 1, 1, 1, 1]) },
      },
    );
    const given = picked(inFolder('many', files));
    expect(await openExperiment(given, null)).toEqual({ kind: 'which-task', name: 'many', tasks: 2 });
    const second = await openExperiment(given, 1);
    expect(second.kind === 'prompt' && [...second.prompt.values]).toEqual([6, 6, 6, 6, 6, 6]);
  });

  test('authors’ torch files', async () => {
    const path = fileURLToPath(new URL('../fixtures/torch-prompt', import.meta.url));
    const [first] = readdirSync(path).filter((name) => name.endsWith('.pt'));
    if (first === undefined) throw new Error('no torch fixture');
    const opened = await openExperiment(picked([[first, readFileSync(`${path}/${first}`)]]), null);
    expect(opened.kind).toBe('prompt');
  });

  test('a recorded sweep is told to be one, and of which experiment', async () => {
    const file = fileURLToPath(new URL('../../public/recorded/transfer-lab-small.plab', import.meta.url));
    expect(await openExperiment(picked([['s.plab', readFileSync(file)]]), null)).toEqual({
      kind: 'sweep',
      name: 's',
      experiment: 'transfer',
    });
  });

  test('nothing of the kind is named, with what there could be', async () => {
    await expect(openExperiment(picked([['a.txt', strToU8('x')]]), null)).rejects.toMatchObject({
      code: 'file',
      where: 'a.txt',
    });
    await expect(openExperiment(picked([['a.plab', strToU8('x')]]), null)).rejects.toMatchObject({
      code: 'file',
    });
    const two = writeSafetensors(
      new Map([
        ['a', { dims: [1], data: new Float32Array(1) }],
        ['b', { dims: [1], data: new Float32Array(1) }],
      ]),
    );
    expect(readSafetensors(two, 'x').size).toBe(2);
    await expect(openExperiment(picked([['a.safetensors', two]]), null)).rejects.toMatchObject({
      code: 'prompt',
    });
    const flat = writeNpy({ dims: [3], data: new Float32Array(3) });
    await expect(openExperiment(picked([['a.npy', flat]]), null)).rejects.toMatchObject({ code: 'prompt' });
  });
});
