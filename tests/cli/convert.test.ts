import { promptOf } from '../../src/experiment/artefacts.ts';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { zipSync } from 'fflate';
import { projectFolder } from '../../src/cli/open-model.ts';
import { readRecord } from '../../src/cli/record-file.ts';
import { readSafetensors } from '../../src/data/safetensors.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';
import { lab, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-convert-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const RECORD = 'public/recorded/lab-tiny-subj.json';
const record = readRecord(join(projectFolder, RECORD));
const prompt = promptOf(record.artefacts) ?? { length: 0, width: 0, values: new Float32Array(0) };
const at = (name: string): string => join(folder, name);
const fixture = (name: string): string => `tests/fixtures/peft/${name}`;

const convert = (...args: readonly string[]): Promise<Outcome> => lab('convert', ...args);

async function converted(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { status, out, err } = await convert(...args, '--json');
  expect(err).not.toContain('Error');
  expect(status).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
}

async function refusedAt(where: string, ...args: readonly string[]): Promise<string> {
  const { status, out } = await convert(...args, '--json');
  expect(status).toBe(1);
  const { error } = JSON.parse(out) as { error: { where: string; message: string; remedy: string } };
  expect(error.where).toContain(where);
  expect(error.remedy).not.toBe('');
  return error.message;
}

const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const parsed = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('a run with its record', () => {
  test('goes through an experiment file and a PEFT folder and comes back whole', async () => {
    await converted(RECORD, at('run.plab'));
    const said = await converted(at('run.plab'), at('adapter'));
    expect(said).toMatchObject({ format: 'peft', length: 20, width: 128, base: 'lab-tiny' });
    expect(said.taskType).toBe('FEATURE_EXTRACTION');
    await converted(at('adapter'), at('back.json'));
    expect(readRecord(at('back.json'))).toEqual(record);
  });

  test('gives PEFT what the shipped model’s configuration says', async () => {
    await converted(RECORD, at('adapter-2'), '--base', 'lab-tiny');
    expect(readdirSync(at('adapter-2')).sort()).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'prompt_lab.json',
    ]);
    expect(parsed(at('adapter-2/adapter_config.json'))).toMatchObject({
      num_attention_heads: 4,
      num_layers: 4,
      token_dim: 128,
    });
    expect(parsed(at('adapter-2/prompt_lab.json'))).toMatchObject({
      layout: 'peft',
      artefacts: {},
      weightsHash: hash(at('adapter-2/adapter_model.safetensors')),
    });
  });

  test('is left aside when its weights are others, and goes when another prompt takes its place', async () => {
    await converted(RECORD, at('swapped'));
    cpSync(join(projectFolder, fixture('bert-p-tuning')), at('swapped'), { recursive: true });
    const said = await converted(at('swapped'), at('swapped.safetensors'));
    expect(said).toMatchObject({ length: 4, base: 'tiny/bert-mlm' });
    expect(String(said.notes)).toContain('left aside');
    await converted(fixture('bert-p-tuning'), at('swapped'));
    expect(existsSync(at('swapped/prompt_lab.json'))).toBe(false);
  });

  test('is not changed by another base', async () => {
    expect(await refusedAt('--base', RECORD, at('x.plab'), '--base', 'lab-small')).toContain('lab-small');
  });
});

describe('a prompt alone', () => {
  test('keeps every bit through safetensors, PEFT and a record', async () => {
    await converted(RECORD, at('p.safetensors'));
    await converted(at('p.safetensors'), at('p-folder'), '--base', 'lab-tiny');
    await converted(at('p-folder'), at('p.plab'));
    await converted(at('p.plab'), at('p2.safetensors'));
    expect(hash(at('p2.safetensors'))).toBe(hash(at('p.safetensors')));
    expect(hash(at('p-folder/adapter_model.safetensors'))).toBe(hash(at('p.safetensors')));
    const tensor = readSafetensors(readFileSync(at('p.safetensors')), 'p').get('prompt_embeddings');
    expect(tensor).toEqual({ dims: [20, 128], data: prompt.values });
    const imported: RunRecord = readRecord(at('p.plab'));
    expect(imported).toMatchObject({ result: null, points: [], recipe: { plm: 'lab-tiny', task: 'none' } });
    expect(promptOf(imported.artefacts)).toEqual(prompt);
  });

  test('keeps what PEFT said of it', async () => {
    const said = await converted(fixture('t5-prompt-tuning'), at('t5'));
    expect(said).toMatchObject({ length: 4, taskType: 'SEQ_2_SEQ_LM', base: 'tiny/t5-seq2seq' });
    expect(parsed(at('t5/adapter_config.json'))).toMatchObject({
      num_transformer_submodules: 1,
      num_virtual_tokens: 4,
    });
  });

  test('needs its model and that model’s kind', async () => {
    await converted(RECORD, at('q.safetensors'));
    await refusedAt('--base', at('q.safetensors'), at('q'));
    await refusedAt('--base', at('q.safetensors'), at('q.plab'));
    await refusedAt('--task-type', at('q.safetensors'), at('q'), '--base', 'some/model');
    expect(existsSync(at('q'))).toBe(false);
    const said = await converted(
      ...[at('q.safetensors'), at('q'), '--base', 'some/model', '--task-type', 'CAUSAL_LM'],
    );
    expect(said).toMatchObject({ base: 'some/model', taskType: 'CAUSAL_LM' });
  });
});

describe('what can’t be converted names itself', () => {
  test('arguments', async () => {
    await refusedAt('<out>', RECORD, at('x.bin'));
    await refusedAt('missing.json', at('missing.json'), at('x.plab'));
    await refusedAt('--task-type', RECORD, at('x'), '--task-type', 'SEQ_CLS');
    await refusedAt('--task-type', RECORD, at('x.safetensors'), '--task-type', 'CAUSAL_LM');
    await refusedAt('--task-id', RECORD, at('x.safetensors'), '--task-id', 'one');
    expect((await convert(RECORD)).status).not.toBe(0);
  });

  test('a model of another width', async () => {
    expect(await refusedAt('--base', RECORD, at('x'), '--base', 'lab-small')).toContain('192');
  });

  test('prefix tuning, unfinished runs, damaged files', async () => {
    expect(await refusedAt('peft_type', fixture('bert-prefix-tuning'), at('x.safetensors'))).toContain(
      'PREFIX_TUNING',
    );
    writeFileSync(at('none.json'), JSON.stringify({ ...(parsed(RECORD) as object), artefacts: {} }));
    expect(await refusedAt('none.json', at('none.json'), at('x.safetensors'))).toContain('no prompt');
    writeFileSync(at('cut.safetensors'), 'cut');
    await refusedAt('cut.safetensors', at('cut.safetensors'), at('x'));
    writeFileSync(at('cut.npy'), 'cut');
    await refusedAt('cut.npy', at('cut.npy'), at('x.safetensors'));
  });

  test('.npy there and back', async () => {
    expect(await converted(RECORD, at('p.npy'))).toMatchObject({ format: 'npy', length: 20, width: 128 });
    expect(readFileSync(at('p.npy')).subarray(128)).toEqual(Buffer.from(prompt.values.buffer));
    await converted(at('p.npy'), at('back.safetensors'));
    await converted(at('back.safetensors'), at('again.npy'));
    expect(hash(at('again.npy'))).toBe(hash(at('p.npy')));
  });

  test('a zip that claims more than it may', async () => {
    const zip = zipSync({ 'run.json': new Uint8Array(64) });
    // The uncompressed size stands 24 bytes into the zip's directory, which begins with PK 1 2.
    const directory = zip.findIndex((_, i) => zip[i] === 0x50 && zip[i + 1] === 0x4b && zip[i + 2] === 1);
    new DataView(zip.buffer).setUint32(directory + 24, 0xffff_fff0, true);
    writeFileSync(at('bomb.plab'), zip);
    expect(await refusedAt('bomb.plab', at('bomb.plab'), at('x.safetensors'))).toContain('size');
  });
});
