/** A PLM with its tokenizer from its files, wherever they were read from. */
import { LabError } from '../errors/lab-error.ts';
import { readModel } from '../onnx/read-model.ts';
import { createTokenizer } from '../text/tokenizer.ts';
import type { LabTokenizer } from '../text/tokenizer-types.ts';
import { openPlm, type Plm, type PlmConfig } from './plm.ts';

export interface OpenedPlm {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
}

/** Content by name: `model.onnx` with the external data that it names, `tokenizer.json`, `config.json`, and what else there is. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** What each file that a model can't do without is there for. */
export const NEEDED_FILES: readonly (readonly [string, string])[] = [
  ['model.onnx', 'the model’s graph'],
  ['tokenizer.json', 'how texts become tokens'],
  ['config.json', 'what kind of model it is'],
];

/** @throws LabError `model-missing` naming the files that are not there */
export function needFiles(name: string, has: (file: string) => boolean): void {
  const missing = NEEDED_FILES.filter(([file]) => !has(file));
  if (missing.length > 0) throw lackOf(name, missing);
}

/** That a model can't be opened without these files. */
export function lackOf(name: string, missing: typeof NEEDED_FILES = NEEDED_FILES): LabError {
  return new LabError({
    code: 'model-missing',
    message: `${name} lacks ${missing.map(([file, use]) => `${file} (${use})`).join(', ')}.`,
    remedy:
      'Add it: the folder that a model was exported to holds all of them. A tokenizer without tokenizer.json is converted by loading it with transformers’ AutoTokenizer and calling save_pretrained.',
    where: missing.map(([file]) => file).join(', '),
  });
}

/** @throws LabError `model-missing`, `file` for JSON that is none, and what reading the graph or the tokenizer throws */
export function openModelFiles(name: string, files: ModelFiles): OpenedPlm {
  needFiles(name, (file) => files.has(file));
  const model = readModel(contentOf(files, 'model.onnx'), (location) => files.get(location) ?? null);
  const config = jsonOf(files, 'config.json') as PlmConfig;
  const extra = files.has('tokenizer_config.json') ? jsonOf(files, 'tokenizer_config.json') : {};
  return {
    plm: openPlm(name, model, config),
    tokenizer: createTokenizer(jsonOf(files, 'tokenizer.json'), extra),
  };
}

function contentOf(files: ModelFiles, file: string): Uint8Array {
  return files.get(file) ?? new Uint8Array(0);
}

function jsonOf(files: ModelFiles, file: string): object {
  const refuse = (cause?: unknown): LabError =>
    new LabError(
      {
        code: 'file',
        message: `${file} is no JSON object.`,
        remedy: `Copy ${file} of the same model again.`,
        where: file,
      },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(contentOf(files, file)));
  } catch (cause) {
    throw refuse(cause);
  }
  if (typeof value === 'object' && value !== null) return value;
  throw refuse();
}
