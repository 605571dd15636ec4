/** The command line as a person runs it: a process of its own, its output and its exit status. Only tests import it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../src/cli/open-model.ts';

export const LAB_SCRIPT = join(projectFolder, 'scripts/lab.mjs');

/** A curve of a long run in JSON is longer than Node's default allows. */
const MOST_OUTPUT = 1 << 26;

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export function lab(...args: readonly string[]): Promise<Outcome> {
  return new Promise((done) => {
    const options = { cwd: projectFolder, maxBuffer: MOST_OUTPUT };
    execFile('node', [LAB_SCRIPT, ...args], options, (error, out, err) => {
      done({ status: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
  });
}
