/** What a hub says of a model: its files with sizes and hashes, its licence, the commit that the revision stands for. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import type { HubModel } from './hub-address.ts';
import type { ListedFile } from './onnx-choices.ts';

export interface HubFile extends ListedFile {
  /** SHA-256 in hexadecimal; null for small files, of which hubs keep another hash. */
  readonly sha256: string | null;
}

export interface HubListing {
  /** The model at the very commit, so that what is fetched later is of one piece. */
  readonly at: HubModel;
  readonly licence: string;
  readonly files: readonly HubFile[];
}

const MOST_FILES = 5000;
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const Listing = v.object({
  sha: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/))),
  cardData: v.nullish(v.object({ license: v.optional(v.union([v.string(), v.array(v.string())])) })),
  tags: v.optional(v.array(v.string()), []),
  siblings: v.pipe(
    v.array(
      v.object({
        rfilename: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1000)),
        size: v.optional(size, 0),
        lfs: v.nullish(v.object({ sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))) })),
      }),
    ),
    v.maxLength(MOST_FILES),
  ),
});

/** @throws LabError `download` when `text` is no listing of a hub */
export function readHubListing(text: string, model: HubModel): HubListing {
  const result = v.safeParse(Listing, parse(text));
  if (!result.success) throw refuse(model);
  const { sha, cardData, tags, siblings } = result.output;
  const licence = cardData?.license ?? tags.find((tag) => tag.startsWith('license:'))?.slice(8);
  return {
    at: sha === undefined ? model : { ...model, revision: sha },
    licence: (Array.isArray(licence) ? licence.join(', ') : licence) ?? 'not stated',
    files: siblings
      .filter(({ rfilename }) => !rfilename.split('/').includes('..'))
      .map(({ rfilename, size: bytes, lfs }) => ({ path: rfilename, bytes, sha256: lfs?.sha256 ?? null })),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refuse({ base, model }: HubModel): LabError {
  return new LabError({
    code: 'download',
    message: `${base} answered with something that is no list of ${model}’s files.`,
    remedy: 'Check the hub’s address, or download the model’s files yourself and drop them here.',
    where: model,
  });
}
