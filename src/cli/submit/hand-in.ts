/** Hands what was written to Slurm. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { SUBMIT_SCRIPT } from './slurm-files.ts';

export interface SlurmJobs {
  /** Number of the array job; null where every part is complete. */
  readonly shards: string | null;
  readonly merge: string;
}

const failure = (message: string, remedy: string): LabError =>
  new LabError({ code: 'argument', message, remedy, where: '--now' });

/** @throws LabError `argument` where there is no Slurm, or it refuses, with what it says */
export function handToSlurm(folder: string): SlurmJobs {
  const script = join(folder, SUBMIT_SCRIPT);
  if (spawnSync('sbatch', ['--version']).error !== undefined)
    throw failure(
      'sbatch is not on this machine.',
      `Run ${script} where it is, such as on the cluster’s login node.`,
    );
  const { status, stdout, stderr } = spawnSync('bash', [script], { encoding: 'utf8' });
  const [, shards] = /^shards (.+)$/m.exec(stdout) ?? [];
  const [, merge] = /^merge (.+)$/m.exec(stdout) ?? [];
  if (status === 0 && shards !== undefined && merge !== undefined)
    return { shards: shards === 'none' ? null : shards, merge };
  throw failure(
    `Slurm refused: ${stderr.trim() === '' ? 'it gave no reason' : stderr.trim()}.`,
    `Add what your cluster asks for by --sbatch, such as --sbatch=--partition=NAME, or change ${folder} and run ${script}.`,
  );
}
