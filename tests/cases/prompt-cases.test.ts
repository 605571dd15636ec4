/** Prompt files after public bug reports of other programs, each with what is right. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPeftFolder } from '../../src/data/peft-folder.ts';
import { readPromptFile } from '../../src/data/prompts/prompt-files.ts';

const FOLDER = new URL('../fixtures/cases/', import.meta.url);

const bytesOf = (name: string): Uint8Array => Uint8Array.from(readFileSync(new URL(name, FOLDER)));

const folderOf = (name: string): ReadonlyMap<string, Uint8Array> =>
  new Map(readdirSync(new URL(name, FOLDER)).map((file) => [file, bytesOf(`${name}/${file}`)]));

test.each([
  ['float16', 'npy', 'float16.npy'],
  ['a shape of Python 2', 'npy', 'python2.npy'],
  ['another tensor of a type that is not needed', 'safetensors', 'other-types.safetensors'],
] as const)('%s: the prompt is read', (_kind, format, name) => {
  expect(readPromptFile(format, bytesOf(name), name)).toMatchObject({ length: 6, width: 128 });
});

test('numbers that are not finite: refused by name', () => {
  expect(() => readPromptFile('npy', bytesOf('diverged.npy'), 'diverged.npy')).toThrow(
    'diverged.npy holds NaN in virtual token 1, column 2',
  );
});

test('an adapter that holds a classifier: said', () => {
  expect(readPeftFolder(folderOf('with-classifier'), 'adapter').notes).toEqual([
    expect.stringMatching(/also holds base_model\.classifier\.weight.*scores differ/),
  ]);
});

test('adapter_model.bin in a folder: read as data', () => {
  const { length, values } = readPeftFolder(folderOf('old-adapter'), 'adapter');
  const alone = readPromptFile('torch', bytesOf('old-adapter/adapter_model.bin'), 'adapter_model.bin');
  expect({ length, values }).toEqual({ length: 6, values: alone.values });
});
