/** The PLMs that ship with the lab, as models/catalogue.json lists them, with what a download must come out as. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import type { ModelFacts } from '../experiment/model-facts.ts';
import type { ReadText } from './load-task.ts';

export interface ModelEntry extends ModelFacts {
  readonly name: string;
  /** Folder beside the catalogue that holds the files. */
  readonly folder: string;
  /** Whether this is the PLM that a new recipe has. Exactly one entry is. */
  readonly default: boolean;
  /** Whether it is downloaded when it is first used, and not with the page. */
  readonly onDemand: boolean;
}

/** Names become parts of addresses and paths, so they hold nothing that could lead elsewhere. */
const Name = v.pipe(
  v.string('must be a text'),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a plain file name'),
);
const Text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const Count = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);

const ModelSchema = v.object({
  name: Name,
  folder: Name,
  default: v.boolean('must be true or false'),
  onDemand: v.boolean('must be true or false'),
  description: Text,
  licence: Text,
  architecture: Text,
  parameters: Count,
  layers: Count,
  width: Count,
  heads: Count,
  feedForward: Count,
  vocabulary: Count,
  maxLength: Count,
  files: v.pipe(
    v.array(
      v.object({
        name: Name,
        bytes: Count,
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256')),
      }),
    ),
    v.minLength(1, 'must list the files'),
  ),
});

const CatalogueSchema = v.pipe(
  v.array(ModelSchema, 'must be a list of models'),
  v.check((models) => models.filter((model) => model.default).length === 1, 'must have exactly one default'),
  v.check(
    (models) => !models.some((model) => model.default && model.onDemand),
    'must not have a default that is downloaded on demand',
  ),
  v.check(
    (models) => new Set(models.map(({ name }) => name)).size === models.length,
    'must not name a model twice',
  ),
);

/** The models that `text`, the content of a catalogue file, lists. Throws `file`. */
export function parseModelCatalogue(text: string): readonly ModelEntry[] {
  const result = v.safeParse(CatalogueSchema, parseJson(text));
  if (result.success) return result.output;
  throw unreadable(
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the list'} ${issue.message}`).join('; '),
  );
}

/** The catalogue at `path`, read by `read`. Throws `file`. */
export async function loadModelCatalogue(
  read: ReadText,
  path = 'models/catalogue.json',
): Promise<readonly ModelEntry[]> {
  return parseModelCatalogue(await read(path));
}

/** Bytes to download for a model. */
export function downloadBytes(model: Pick<ModelFacts, 'files'>): number {
  return model.files.reduce((sum, file) => sum + file.bytes, 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable('it is no valid JSON', cause);
  }
}

function unreadable(what: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `The model catalogue can't be read: ${what}.`,
      remedy: 'Reload the page, or take models/catalogue.json from the release again.',
      where: 'models/catalogue.json',
    },
    cause === undefined ? undefined : { cause },
  );
}
