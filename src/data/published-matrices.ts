/**
 * The published matrices of zero-shot transfer (thunlp/Prompt-Transferability; Su et al. 2022), which lie in
 * `public/published/transfer-matrices.json`: one a PLM, scores × 100. They are of large PLMs and prompts of 100 tokens, so
 * they show what structure to expect, not which numbers.
 */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';

/** Where the page finds them, relative to its own address. */
export const PUBLISHED_MATRICES_PATH = 'published/transfer-matrices.json';

export interface PublishedMatrix {
  /** As its authors name it, such as `Roberta` for RoBERTa-base. */
  readonly plm: string;
  readonly tasks: readonly string[];
  /** Of each task. */
  readonly families: readonly string[];
  /** [target][source], 0 to 100. */
  readonly scores: readonly (readonly number[])[];
  /** Score of a random prompt on each target; null where it was not published. */
  readonly random: readonly (number | null)[];
}

export interface PublishedMatrices {
  readonly description: string;
  readonly source: string;
  readonly licence: string;
  /** How tasks are scored, by kind or names of tasks. */
  readonly metric: Readonly<Record<string, string>>;
  readonly matrices: readonly PublishedMatrix[];
}

const Score = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const Text = v.pipe(v.string(), v.nonEmpty());

const PublishedJson = v.object({
  description: Text,
  source: Text,
  licence: Text,
  metric: v.record(v.string(), v.string()),
  families: v.array(Text),
  familyOf: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
  rowsAre: v.literal('target'),
  columnsAre: v.literal('source'),
  models: v.record(
    v.string(),
    v.object({
      tasks: v.pipe(v.array(Text), v.minLength(1)),
      matrix: v.array(v.array(Score)),
      random: v.array(v.nullable(Score)),
    }),
  ),
});

function problem(file: string, what: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'file',
      message: `${file} holds no transfer matrices: ${what}.`,
      remedy: 'Take the file that ships with the lab.',
      where: file,
    },
    { cause },
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw problem(file, 'it is no valid JSON', cause);
  }
}

/** @throws LabError `file` naming the file and the field at fault */
export function readPublishedMatrices(text: string, file: string): PublishedMatrices {
  const result = v.safeParse(PublishedJson, parseJson(text, file));
  if (!result.success) {
    const [issue] = result.issues;
    throw problem(file, `${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}`);
  }
  const { description, source, licence, metric, families, familyOf, models } = result.output;
  const matrices = Object.entries(models).map(([plm, { tasks, matrix, random }]): PublishedMatrix => {
    const square = [matrix, random, ...matrix].every((row) => row.length === tasks.length);
    if (!square) throw problem(file, `${plm} is not square in its ${tasks.length} tasks`);
    const known = new Map(Object.entries(familyOf));
    const ofTask = tasks.map((task) => families[known.get(task) ?? families.length]);
    const homeless = ofTask.findIndex((family) => family === undefined);
    if (homeless >= 0) throw problem(file, `the task ${tasks[homeless]} has no family`);
    return { plm, tasks, families: ofTask, scores: matrix, random };
  });
  return { description, source, licence, metric, matrices };
}
