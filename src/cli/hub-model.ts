/** PLMs of a hub for the command line: fetched into a folder of the cache once, then opened from there. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchInto, fetchSmallText, type FetchOptions } from '../data/models/fetch-file.ts';
import { DEFAULT_HUB, fileUrl, listingUrl, readHubAddress } from '../data/models/hub-address.ts';
import { readHubListing, type HubFile } from '../data/models/hub-listing.ts';
import { onnxChoices, wantedFiles } from '../data/models/onnx-choices.ts';
import { size } from '../data/models/preflight.ts';
import { LabError } from '../errors/lab-error.ts';
import { lackOf, needFiles } from '../plm/open-model-files.ts';
import { modelCache } from './open-model.ts';
import { say } from './output.ts';

const MOST_LISTING_BYTES = 4 * 1024 * 1024;

/** `org/name`, with a revision or not; a name alone is one that ships. */
const HUB_ID = /^[\w.-]+\/[\w.-]+(@[\w./-]+)?$/;

/**
 * Fetches the model that `nameOrPath` names unless it is on the disk already; a folder's path needs nothing.
 * @throws LabError `download`, `model-missing`, `argument`
 */
export async function ensureModel(nameOrPath: string): Promise<void> {
  const folder = join(modelCache(), nameOrPath.replaceAll('/', '--'));
  if (!HUB_ID.test(nameOrPath) || existsSync(nameOrPath) || existsSync(join(folder, 'model.onnx'))) return;
  const options: FetchOptions = {
    signal: new AbortController().signal,
    onWait: (seconds, why) => say(`waiting ${String(seconds)} s: ${why}`),
  };
  const asked = readHubAddress(nameOrPath, process.env['PROMPT_LAB_HUB'] ?? DEFAULT_HUB);
  say(`${nameOrPath} is not on this disk; asking ${asked.base}`);
  const text = await fetchSmallText(asked.model, listingUrl(asked), MOST_LISTING_BYTES, options);
  const { at, licence, files } = readHubListing(text, asked);
  const choice = onnxChoices(files).find(({ unusable }) => unusable === null);
  if (choice === undefined) throw lackOf(nameOrPath);
  const wanted = wantedFiles(choice, files);
  needFiles(nameOrPath, (file) => wanted.some(({ name }) => name === file));
  say(`${choice.graph.path}, ${size(choice.bytes)}, licence ${licence}, commit ${at.revision}`);
  mkdirSync(folder, { recursive: true });
  // The graph comes last: with it the folder is whole.
  for (const { file, name } of [...wanted].reverse())
    await fetchTo(join(folder, name), { ...file, name, url: fileUrl(at, file.path) }, options);
}

/** Into a file beside the last one, which is checked before it takes its name. */
async function fetchTo(
  target: string,
  file: HubFile & { readonly name: string; readonly url: string },
  options: FetchOptions,
): Promise<void> {
  if (existsSync(target)) return;
  const part = `${target}.part`;
  const handle = await open(part, 'a');
  const sink = {
    written: existsSync(part) ? statSync(part).size : 0,
    async write(bytes: Uint8Array): Promise<void> {
      await handle.write(bytes);
      sink.written += bytes.byteLength;
    },
  };
  try {
    await fetchInto(file, sink, options);
  } finally {
    await handle.close();
  }
  if (file.sha256 !== null && (await hashOf(part)) !== file.sha256) {
    rmSync(part);
    throw new LabError({
      code: 'download',
      message: `${file.name} is not what the hub says it is: its content was damaged on the way.`,
      remedy: 'Run the command again: this file alone is fetched again.',
      where: file.name,
    });
  }
  renameSync(part, target);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
