/** Models of a hub: looked up, fetched piece by piece into the storage, checked, and made models of the library. */
import { fetchInto, fetchSmallText, type FetchOptions } from '../../src/data/models/fetch-file.ts';
import { fileUrl, listingUrl, readHubAddress, type HubModel } from '../../src/data/models/hub-address.ts';
import { readHubListing } from '../../src/data/models/hub-listing.ts';
import { shapeOfConfig } from '../../src/data/models/model-shape.ts';
import { onnxChoices, wantedFiles } from '../../src/data/models/onnx-choices.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { sha256 } from '../../src/experiment/sha256.ts';
import { NEEDED_FILES } from '../../src/plm/open-model-files.ts';
import type { HubOffer } from '../../src/protocol/library-protocol.ts';
import { forgetDownload, saveDownload, type StoredDownload } from '../../src/storage/downloads.ts';
import type { KeyValue } from '../../src/storage/key-value.ts';
import type { StoredModel } from '../../src/storage/saved-models.ts';
import { FileWriter, readStoredFile, removeStoredFile, storedPart } from '../../src/storage/stored-files.ts';
import { storeModel, type Report } from './store-model.ts';

const MOST_LISTING_BYTES = 4 * 1024 * 1024;
const MOST_CONFIG_BYTES = 1024 * 1024;

/** @throws LabError `argument`, `download`, `model-missing`, `cancelled` */
export async function lookUp(address: string, base: string, options: FetchOptions): Promise<HubOffer> {
  const asked = readHubAddress(address, base);
  const text = await fetchSmallText(asked.model, listingUrl(asked), MOST_LISTING_BYTES, options);
  const { at, licence, files } = readHubListing(text, asked);
  const choices = onnxChoices(files);
  const [first] = choices;
  const wanted = first === undefined ? [] : wantedFiles(first, files);
  const config = wanted.find(({ name }) => name === 'config.json');
  return {
    at,
    licence,
    choices,
    files,
    shape: config === undefined ? null : await shapeAt(at, config.file.path, options),
    missing: NEEDED_FILES.filter(([file]) => wanted.every(({ name }) => name !== file)).map(
      ([file, use]) => `${file} (${use})`,
    ),
  };
}

async function shapeAt(at: HubModel, path: string, options: FetchOptions): Promise<HubOffer['shape']> {
  const text = await fetchSmallText(path, fileUrl(at, path), MOST_CONFIG_BYTES, options);
  try {
    return shapeOfConfig(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The download of a graph that `offer` has, under the id that the model will have. @throws LabError `argument`, `model-missing` */
export function downloadOf(offer: HubOffer, graph: string, id: string, now: Date): StoredDownload {
  const choice = offer.choices.find((candidate) => candidate.graph.path === graph);
  const reason = choice === undefined ? `there is no ${graph}` : choice.unusable;
  if (choice === undefined || reason !== null)
    throw new LabError({
      code: 'argument',
      message: `${offer.at.model} can’t be used: ${reason ?? ''}.`,
      remedy: 'Choose another of its graphs, or another model.',
      where: graph,
    });
  return {
    id,
    source: { kind: 'hub', ...offer.at },
    licence: offer.licence,
    startedAt: now.toISOString(),
    files: wantedFiles(choice, offer.files).map(({ file, name }) => ({
      name,
      url: fileUrl(offer.at, file.path),
      bytes: file.bytes,
      sha256: file.sha256,
    })),
  };
}

/** Fetches what is missing of a download, from where it broke off, and makes a model of it. */
export async function finishDownload(
  store: KeyValue,
  download: StoredDownload,
  report: Report,
  options: FetchOptions,
  now: () => Date,
): Promise<StoredModel> {
  const { id, source } = download;
  await saveDownload(store, download);
  await fetchAll(store, download, report, options);
  const { contents, hashes } = await readAll(store, download, report);
  const model = await storeModel(
    store,
    {
      id,
      name: source.kind === 'hub' ? source.model : id,
      description:
        source.kind === 'hub' ? `From ${source.base}, commit ${source.revision.slice(0, 12)}.` : '',
      licence: download.licence,
      source,
      files: contents,
      stored: hashes,
    },
    report,
    options.signal,
    now,
  );
  await forgetDownload(store, id);
  return model;
}

async function fetchAll(
  store: KeyValue,
  { id, files }: StoredDownload,
  report: Report,
  options: FetchOptions,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = await Promise.all(files.map(({ name }) => storedPart(store, id, name)));
  let done = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [index, file] of files.entries()) {
    const { pieces, bytes } = parts[index];
    if (bytes === file.bytes) continue;
    const writer = new FileWriter(store, id, file.name, { pieces, bytes });
    const onBytes = (more: number): void => report('download', (done += more), total, file.name);
    await fetchInto(file, writer, { ...options, onBytes });
    await writer.end();
  }
}

/** @throws LabError `download` for a file that is not what the hub says; it is removed, so that it is fetched again */
async function readAll(
  store: KeyValue,
  { id, files }: StoredDownload,
  report: Report,
): Promise<{ contents: ReadonlyMap<string, Uint8Array>; hashes: ReadonlyMap<string, string | null> }> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const contents = new Map<string, Uint8Array>();
  const hashes = new Map<string, string | null>();
  let done = 0;
  for (const { name, bytes, sha256: expected } of files) {
    const content = await readStoredFile(store, id, name, bytes);
    report('verify', (done += bytes), total, name);
    const hash = await sha256(content);
    if (hash !== null && expected !== null && hash !== expected) {
      await removeStoredFile(store, id, name);
      throw new LabError({
        code: 'download',
        message: `${name} is not what the hub says it is: its content was damaged on the way.`,
        remedy: 'Go on with the download: this file alone is fetched again.',
        where: name,
      });
    }
    contents.set(name, content);
    hashes.set(name, hash);
  }
  return { contents, hashes };
}
