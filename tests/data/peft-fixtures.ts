import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PEFT_FILES } from '../../src/data/peft-folder.ts';
import type { NamedTensor } from '../../src/data/safetensors.ts';
import { writeSafetensors } from '../../src/data/write-safetensors.ts';
import { LabError } from '../../src/errors/lab-error.ts';

/** The files of an adapter folder that PEFT saved. */
export async function peftFixture(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of [PEFT_FILES.config, PEFT_FILES.weights]) {
    const path = fileURLToPath(new URL(`../fixtures/peft/${folder}/${name}`, import.meta.url));
    files.set(name, new Uint8Array(await readFile(path)));
  }
  return files;
}

/** JSON as a file's bytes. */
export const jsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A safetensors file with that header, padded or not, and `size` bytes of numbers. */
export function safetensorsOf(header: unknown, numbers: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = jsonBytes(header);
  const bytes = new Uint8Array(8 + json.byteLength + numbers.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  bytes.set(json, 8);
  bytes.set(numbers, 8 + json.byteLength);
  return bytes;
}

/** An adapter folder with that configuration and these tensors. */
export const folderOf = (
  config: unknown,
  tensors: Readonly<Record<string, NamedTensor>>,
): Map<string, Uint8Array> =>
  new Map([
    [PEFT_FILES.config, jsonBytes(config)],
    [PEFT_FILES.weights, writeSafetensors(new Map(Object.entries(tensors)))],
  ]);

/** The typed error with which `read` ends; any other ending is a failure. */
export function refused(read: () => unknown): LabError {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}
