import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../src/cli/open-model.ts';
import { readSweepFile } from '../../src/data/sweep-file.ts';
import { timelessAll } from '../methods/transfer/small-sweep.ts';
import { lab, type Outcome } from './run-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-submit-'));
/** With all that a shell script can trip over. */
const home = join(folder, `Anna's 1st "sweep" $HOME \`id\` 100%`);
const out = join(home, 'parts');
const recipe = join(home, 'my recipe.json');
const bin = join(folder, 'bin');
const log = join(folder, 'sbatch.log');
const path = String(process.env['PATH']);

/**
 * Slurm's sbatch as far as the scripts need it: a job of an array is run for each number in turn, one whose number is in
 * SBATCH_LOSES is lost. scripts/try-slurm.mjs does the same with a real Slurm.
 */
const SBATCH = `#!/bin/bash
array= chdir=. output=
while [[ $1 == --* ]]; do
  case "$1" in
    --version) exit 0 ;;
    --array=*) array=\${1#*=} ;;
    --chdir=*) chdir=\${1#*=} ;;
    --output=*) output=\${1#*=} ;;
  esac
  echo -n "$1 " >> "$SBATCH_LOG"
  shift
done
echo >> "$SBATCH_LOG"
[ -z "$SBATCH_REFUSES" ] || { echo "sbatch: error: $SBATCH_REFUSES" >&2; exit 1; }
cd "$chdir"
run() { bash "$1" >> "$2" 2>&1; }
if [ -z "$array" ]; then run "$1" "$output"; echo 8; exit; fi
for range in $(echo "\${array%%%*}" | tr , ' '); do
  for number in $(seq "\${range%-*}" "\${range#*-}"); do
    [[ " $SBATCH_LOSES " == *" $number "* ]] && continue
    SLURM_ARRAY_TASK_ID=$number run "$1" "\${output//%a/$number}"
  done
done
echo '7;cluster'
`;

const SUBMIT = ['submit', recipe, '--to', 'slurm', '--shards', '3', '--out', out, '--now', '--json'];

/** Restored after each test. */
function setting(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
}

afterEach(() => {
  setting({ PATH: `${bin}:${path}`, SBATCH_LOSES: '', SBATCH_REFUSES: '' });
});

beforeAll(async () => {
  mkdirSync(home);
  mkdirSync(bin);
  writeFileSync(join(bin, 'sbatch'), SBATCH);
  chmodSync(join(bin, 'sbatch'), 0o755);
  setting({ PATH: `${bin}:${path}`, SBATCH_LOG: log, SBATCH_LOSES: '2', SBATCH_REFUSES: '' });
  const printed = await lab(
    ...['transfer', '--plm', 'lab-tiny', '--tasks', 'sst2,subj', '--steps', '2', '--eval-every', '2'],
    ...['--batch', '4', '--max-length', '16', '--prompt-length', '3', '--dev-rows', '8', '--test-rows', '8'],
    ...['--random-prompts', '1', '--print-recipe'],
  );
  writeFileSync(recipe, printed.out);
});

afterAll(() => {
  setting({ PATH: path });
  rmSync(folder, { recursive: true });
});

const parsed = ({ out: text, err }: Outcome): Record<string, unknown> => {
  expect(err).not.toMatch(/ {4}at /);
  return JSON.parse(text) as Record<string, unknown>;
};
const merged = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(out, 'merge.json'), 'utf8')) as Record<string, unknown>;
const sbatchCalls = (): readonly string[] => readFileSync(log, 'utf8').trim().split('\n');

test('a shard that is lost is named, run again alone, and the whole is what one run gives', async () => {
  const first = await lab(...SUBMIT);
  expect(parsed(first)).toMatchObject({
    only: [1, 2, 3],
    jobs: { shards: '7;cluster', merge: '8' },
    next: null,
  });
  expect(sbatchCalls()[0]).toContain('--array=1-3');
  expect(sbatchCalls()[1]).toContain('--dependency=afterany:7 ');
  expect(merged()).toMatchObject({ missingShards: [2] });
  expect(existsSync(join(out, 'part-2.plab'))).toBe(false);
  expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({
    done: merged()['done'],
  });

  const others = ['part-1.plab', 'part-3.plab'].map((name) => readFileSync(join(out, name)));
  setting({ SBATCH_LOSES: '' });
  // As it is printed, from where it says.
  execFileSync('bash', ['-c', String(merged()['again'])], { cwd: projectFolder, stdio: 'pipe' });
  expect(sbatchCalls()[2]).toContain('--array=2 ');
  expect(merged()).toMatchObject({ missingShards: [], again: null, failed: [] });
  expect(['part-1.plab', 'part-3.plab'].map((name) => readFileSync(join(out, name)))).toEqual(others);

  await lab('sweep', recipe, '--out', join(folder, 'whole.plab'));
  const [sharded, whole] = [join(out, 'sweep.plab'), join(folder, 'whole.plab')].map((file) =>
    readSweepFile(readFileSync(file), file),
  );
  expect(Object.keys(sharded.cells)).toEqual(Object.keys(whole.cells));
  expect(timelessAll(sharded.cells)).toEqual(timelessAll(whole.cells));
}, 120_000);

test('given again when nothing is missing, the merge alone is handed in', async () => {
  const before = sbatchCalls().length;
  expect(parsed(await lab(...SUBMIT))).toMatchObject({ only: [], jobs: { shards: null, merge: '8' } });
  expect(sbatchCalls().length).toBe(before + 1);
  expect(sbatchCalls().at(-1)).not.toContain('--dependency');
});

test('options of one’s own reach sbatch as single words, in both jobs', async () => {
  const own = ['--sbatch=--partition=gpu', `--sbatch=--comment=it's $HOME`, '--only', '3', '--at-once', '1'];
  await lab(...SUBMIT, ...own);
  const [array, merge] = sbatchCalls().slice(-2);
  for (const call of [array, merge]) expect(call).toContain(`--partition=gpu --comment=it's $HOME`);
  expect(array).toContain('--array=3%1 ');
});

test('without --now the files are written and how to hand them in is said', async () => {
  const to = join(home, 'later');
  const { status, err } = await lab('submit', recipe, '--to', 'slurm', '--shards', '2', '--out', to);
  expect(status).toBe(0);
  expect(err).toContain(`later/submit.sh'`);
  for (const name of ['recipe.json', 'shard.sbatch', 'merge.sbatch', 'submit.sh'])
    expect(existsSync(join(to, name)), name).toBe(true);
});

test('for Kubernetes the files are its own', async () => {
  const to = join(home, 'pods');
  const outcome = await lab(
    ...['submit', recipe, '--to', 'kubernetes', '--shards', '5', '--out', to, '--only', '2,4', '--json'],
  );
  expect(parsed(outcome)).toMatchObject({
    to: 'kubernetes',
    files: ['recipe.json', 'sweep.yaml', 'merge.yaml', 'fetch.yaml', 'submit.sh'],
    only: [2, 4],
    jobs: null,
  });
  expect(readFileSync(join(to, 'sweep.yaml'), 'utf8')).toContain('name: lab-pods-parts');
});

describe('what can’t be done is said with a remedy', () => {
  const slurm = (...more: readonly string[]): readonly string[] => [
    ...['submit', recipe, '--to', 'slurm', '--shards', '3', '--out', join(home, 'x')],
    ...more,
  ];

  test.each<readonly [string, () => readonly string[], RegExp]>([
    [
      'a scheduler that is not known',
      () => [...slurm(), '--to', 'pbs'],
      /pbs.*--to one of: slurm, kubernetes/s,
    ],
    ['no shards', () => [...slurm(), '--shards', '0'], /--shards/],
    ['a shard that is none', () => slurm('--only', '2,4'), /“4”.*--only/s],
    ['an option with a line of its own', () => slurm('--sbatch=--comment=a\nb'), /no option of sbatch/],
    ['--now for Kubernetes', () => [...slurm('--now'), '--to', 'kubernetes'], /--now.*submit\.sh/s],
    [
      'a recipe that is not there',
      () => ['submit', join(home, 'none.json'), ...slurm().slice(2)],
      /is not there/,
    ],
    [
      'a folder of another sweep',
      () => {
        const other = join(home, 'other.json');
        const value = JSON.parse(readFileSync(recipe, 'utf8')) as object;
        writeFileSync(other, JSON.stringify({ ...value, probeRows: 3 }));
        return ['submit', other, '--to', 'slurm', '--shards', '3', '--out', out];
      },
      /another sweep: probeRows differ.*folder of its own/s,
    ],
  ])('%s', async (_, args, message) => {
    const { status, err } = await lab(...args());
    expect(status).toBe(1);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/ {4}at /);
    expect(existsSync(join(home, 'x'))).toBe(false);
  });

  test('a part that is damaged', async () => {
    const broken = join(home, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'part-1.plab'), 'half');
    const { status, err } = await lab('submit', recipe, '--to', 'slurm', '--shards', '3', '--out', broken);
    expect(status).toBe(1);
    expect(err).toMatch(/part-1\.plab.*Move it away/s);
  });

  test('Slurm’s own refusal, in its words', async () => {
    setting({ SBATCH_REFUSES: 'invalid account' });
    const outcome = await lab(...SUBMIT);
    expect(outcome.status).toBe(1);
    expect(parsed(outcome)['error']).toMatchObject({
      message: expect.stringContaining('invalid account') as string,
      where: '--now',
    });
  });

  test('a machine without Slurm', async () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    symlinkSync(process.execPath, join(bare, 'node'));
    setting({ PATH: bare });
    const outcome = await lab(...SUBMIT);
    expect(outcome.status).toBe(1);
    expect(parsed(outcome)['error']).toMatchObject({
      message: 'sbatch is not on this machine.',
      remedy: expect.stringContaining('submit.sh') as string,
    });
  });
});
