/** A PLM from disk: a shipped name or a folder with model.onnx, tokenizer.json and config.json. */
import { existsSync, openSync, readFileSync, readSync, closeSync, fstatSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../errors/lab-error.ts';
import { readModel } from '../onnx/read-model.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { openPlm, type Plm, type PlmConfig } from '../plm/plm.ts';
import { createTokenizer } from '../text/tokenizer.ts';
import type { LabTokenizer } from '../text/tokenizer-types.ts';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** readFileSync refuses more than 2 GiB; this reads in pieces into one buffer. */
function readLarge(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(fstatSync(descriptor).size);
    const piece = 1 << 30;
    for (let at = 0; at < bytes.byteLength; at += piece)
      readSync(descriptor, bytes, at, Math.min(piece, bytes.byteLength - at), at);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function missing(what: string, where: string, remedy: string): LabError {
  return new LabError({ code: 'model-missing', message: what, remedy, where });
}

/** Where models of hubs are kept: PROMPT_LAB_CACHE, or .cache/models of the project. */
export function modelCache(): string {
  return process.env['PROMPT_LAB_CACHE'] ?? join(projectFolder, '.cache', 'models');
}

/** The folder of a PLM: one that ships with the lab, one of a hub that was fetched, or a path. @throws LabError `model-missing` */
export function modelFolder(nameOrPath: string): string {
  const shipped = join(projectFolder, 'models', nameOrPath);
  if (/^[\w.-]+$/.test(nameOrPath) && existsSync(join(shipped, 'model.onnx'))) return shipped;
  const fetched = join(modelCache(), nameOrPath.replaceAll('/', '--'));
  if (existsSync(join(fetched, 'model.onnx'))) return fetched;
  const folder = resolve(nameOrPath);
  if (existsSync(folder)) return statSync(folder).isDirectory() ? folder : join(folder, '..');
  throw missing(
    `There is no PLM “${nameOrPath}”.`,
    '--plm',
    'Give a shipped name (lab-small, lab-tiny, lab-mini), a folder with model.onnx, tokenizer.json and config.json, or a hub id such as org/name.',
  );
}

function modelFile(folder: string): string {
  for (const name of ['model.onnx', 'onnx/model.onnx'])
    if (existsSync(join(folder, name))) return join(folder, name);
  throw missing(`${folder} holds no model.onnx.`, folder, 'Export the model to ONNX into this folder.');
}

/** Reads an ONNX file or the one in a folder, with its external data. */
export function readModelAt(path: string): OnnxModel {
  const file = existsSync(path) && statSync(path).isFile() ? path : modelFile(modelFolder(path));
  const folder = join(file, '..');
  const external = new Map<string, Uint8Array>();
  return readModel(
    readLarge(file),
    (location) => {
      const at = join(folder, location);
      // A location is a name inside the folder; anything that leads out of it is refused by not being found.
      const inside = resolve(at).startsWith(resolve(folder) + sep);
      if (!inside || !existsSync(at) || !statSync(at).isFile()) return null;
      const known = external.get(location) ?? readLarge(at);
      external.set(location, known);
      return known;
    },
    basename(file),
  );
}

function readJson(folder: string, name: string): unknown {
  const file = join(folder, name);
  if (!existsSync(file))
    throw missing(`${folder} holds no ${name}.`, file, `Copy ${name} of the same model into the folder.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new LabError(
      { code: 'file', message: `${file} is not JSON.`, remedy: `Copy ${name} again.`, where: file },
      { cause },
    );
  }
}

export function readConfig(path: string): PlmConfig {
  const folder = existsSync(path) && statSync(path).isFile() ? join(path, '..') : modelFolder(path);
  return existsSync(join(folder, 'config.json')) ? (readJson(folder, 'config.json') as PlmConfig) : {};
}

export interface OpenedModel {
  readonly plm: Plm;
  readonly tokenizer: LabTokenizer;
}

/** @throws LabError `model-missing`, `file`, and what reading the model throws */
export function openModel(nameOrPath: string): OpenedModel {
  const folder = modelFolder(nameOrPath);
  const config = readConfig(nameOrPath);
  const plm = openPlm(basename(folder), readModelAt(nameOrPath), config);
  const extra = existsSync(join(folder, 'tokenizer_config.json'))
    ? readJson(folder, 'tokenizer_config.json')
    : {};
  return { plm, tokenizer: createTokenizer(readJson(folder, 'tokenizer.json'), extra) };
}
