/** What a sweep on a cluster is decided by; from it alone the files for the scheduler are written. */

/** More pieces than any sweep has owners of cells, and than any scheduler takes in one array. */
export const MOST_SHARDS = 10_000;

/** A file of the folder. */
export interface PlannedFile {
  readonly name: string;
  readonly text: string;
}

export interface SubmitPlan {
  /** For the scheduler's lists: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Absolute; holds the files, and on Slurm the parts. */
  readonly folder: string;
  /** Into how many parts the sweep is cut. */
  readonly shards: number;
  /** Those that are run, from 1; empty where every part is complete. */
  readonly only: readonly number[];
  /** Shards at work at the same time; null for as many as the cluster has room for. */
  readonly atOnce: number | null;
  /** Of a shard. */
  readonly cpus: number;
  readonly memoryGigabytes: number;
  readonly hours: number;
  /** The command that runs missing shards again, without `--only`. */
  readonly again: string;
}

/** A number of shards as a list with ranges: `1-3,7`. */
export function ranges(numbers: readonly number[]): string {
  const runs: { readonly from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.to === number - 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => (from === to ? String(from) : `${String(from)}-${String(to)}`)).join(',');
}

/** A name that schedulers take, made of any text: at most 40 characters. */
export function jobName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'lab-sweep' : `lab-${plain}`;
}
