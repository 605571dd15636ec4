/**
 * Runs `lab submit --to slurm` on a real Slurm of this one machine, as root: `node scripts/try-slurm.mjs`.
 * It needs Debian's `slurm-wlm` and `munge`, starts their daemons on ports and in a folder of its own, and stops them again.
 *
 * One shard is killed on purpose. What the merge names as missing is then run again by the command that the merge prints, and
 * the result is compared with the sweep computed without shards, bit for bit but for the times.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, hostname, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import { root } from './dependencies.mjs';

const OPTIONS = [
  ...['--plm', 'lab-tiny', '--tasks', 'sst2,subj', '--steps', '60', '--eval-every', '20', '--batch', '4'],
  ...['--max-length', '16', '--prompt-length', '3', '--dev-rows', '40', '--test-rows', '40'],
  ...['--random-prompts', '1', '--seeds', '1,2'],
];
const SHARDS = 4;
const KILLED = 2;
const PATIENCE_MS = 5 * 60 * 1000;

const base = mkdtempSync(join(tmpdir(), 'lab-slurm-'));
const env = { ...process.env, SLURM_CONF: join(base, 'slurm.conf') };
const daemons = [];

/** Output of a command that has to come through. */
function output(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const lab = (...args) => output('node', [join(root, 'scripts', 'lab.mjs'), ...args]);

/** Waits until `holds` gives something. */
async function until(what, holds, everyMs = 500) {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; await pause(everyMs)) {
    const found = holds();
    if (found) return found;
  }
  throw new Error(`${what} did not come about in ${PATIENCE_MS / 60_000} minutes; see ${base}`);
}

function check(what, holds) {
  console.log(`${holds ? '✓' : '✗'} ${what}`);
  if (!holds) process.exitCode = 1;
}

function start(command, args) {
  const child = spawn(command, args, { env, stdio: 'ignore' });
  child.on('error', (error) => {
    console.error(`${command} can’t be started: ${error.message}. Install slurm-wlm and munge.`);
    process.exit(1);
  });
  daemons.push({ child, ended: once(child, 'exit') });
}

async function startSlurm() {
  chmodSync(base, 0o755);
  const socket = join(base, 'munge.socket');
  const key = join(base, 'munge.key');
  writeFileSync(key, randomBytes(1024), { mode: 0o400 });
  const own = ['pid', 'log', 'seed'].map((kind) => `--${kind}-file=${join(base, `munge.${kind}`)}`);
  start('munged', ['--foreground', '--force', `--key-file=${key}`, `--socket=${socket}`, ...own]);
  await until('munge’s socket', () => existsSync(socket));

  const name = hostname().split('.')[0];
  for (const folder of ['state', 'spool']) mkdirSync(join(base, folder));
  writeFileSync(
    join(base, 'slurm.conf'),
    `ClusterName=lab
SlurmctldHost=${name}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${socket}
SlurmctldPort=26817
SlurmdPort=26818
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
StateSaveLocation=${base}/state
SlurmdSpoolDir=${base}/spool
SlurmctldPidFile=${base}/slurmctld.pid
SlurmdPidFile=${base}/slurmd.pid
SlurmctldLogFile=${base}/slurmctld.log
SlurmdLogFile=${base}/slurmd.log
SchedulerParameters=sched_interval=5
NodeName=${name} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=${Math.floor(totalmem() / 2 ** 21)}
PartitionName=lab Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  start('slurmctld', ['-D', '-f', env.SLURM_CONF]);
  start('nice', ['slurmd', '-D', '-f', env.SLURM_CONF, '-N', name]);
  await until('an idle node', () =>
    spawnSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8' }).stdout?.includes('idle'),
  );
  console.log(output('sinfo', ['--version']).trim());
}

/** Jobs that Slurm has not done with. */
const queued = () => output('squeue', ['-h', '-o', '%i']).trim();

/** A file's sweep with its times left out. */
function results(file) {
  const { 'sweep.json': json } = unzipSync(readFileSync(file));
  const { cells, tasks, plms, recipe, initialPrompts } = JSON.parse(strFromU8(json));
  const timeless = Object.entries(cells).map(([id, cell]) => [id, { ...cell, seconds: null }]);
  return { text: JSON.stringify({ recipe, tasks, plms, initialPrompts, timeless }), count: timeless.length };
}

const stamp = (file) => statSync(file).mtimeMs;

try {
  await startSlurm();
  // A name that a script has to quote.
  const folder = join(base, `Anna's 1st "sweep" $HOME 100%`);
  mkdirSync(folder);
  const recipe = join(folder, 'my recipe.json');
  writeFileSync(recipe, lab('transfer', ...OPTIONS, '--print-recipe'));
  const out = join(folder, 'parts');
  const limits = ['--cpus', '1', '--memory', '1', '--hours', '1', '--at-once', '1'];
  const submit = [
    'submit',
    recipe,
    '--to',
    'slurm',
    '--shards',
    String(SHARDS),
    '--out',
    out,
    ...limits,
    '--now',
  ];

  const first = JSON.parse(lab(...submit, '--json'));
  console.log(`shards ${first.jobs.shards}, merge ${first.jobs.merge}`);
  const part = (shard) => join(out, `part-${shard}.plab`);
  await until(`shard ${KILLED} at work`, () => existsSync(part(KILLED)), 20);
  output('scancel', ['--signal=KILL', '--full', `${first.jobs.shards}_${KILLED}`]);
  await until('the end of all jobs', () => queued() === '');
  const merged = JSON.parse(readFileSync(join(out, 'merge.json'), 'utf8'));
  check(`the merge names shard ${KILLED} alone as missing`, merged.missingShards.join() === String(KILLED));
  check('and has the others', merged.done > 0 && merged.done < merged.total);
  check(
    'a report is there all the same',
    JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')).done === merged.done,
  );

  const others = Array.from({ length: SHARDS }, (_, index) => index + 1).filter((shard) => shard !== KILLED);
  const before = others.map((shard) => stamp(part(shard)));
  console.log(`    ${merged.again}`);
  output('bash', ['-c', merged.again]);
  await until('the end of the second try', () => queued() === '');
  check(
    'the other shards were left alone',
    others.every((shard, at) => stamp(part(shard)) === before[at]),
  );
  const whole = JSON.parse(readFileSync(join(out, 'merge.json'), 'utf8'));
  check('the second merge is complete', whole.done === whole.total && whole.missingShards.length === 0);

  lab('sweep', recipe, '--out', join(base, 'whole.plab'));
  const [sharded, alone] = [results(join(out, 'sweep.plab')), results(join(base, 'whole.plab'))];
  check(`${alone.count} cells are the same bit for bit as without shards`, sharded.text === alone.text);
  const third = JSON.parse(lab(...submit, '--json'));
  check('given once more, no shard is run', third.only.length === 0 && third.jobs.shards === null);
  await until('the end of the third try', () => queued() === '');
  check('and the merge alone gives the same', results(join(out, 'sweep.plab')).text === alone.text);
} finally {
  // One after the other: slurmctld writes its state before it ends, and talks through munge.
  for (const { child, ended } of daemons.toReversed()) {
    child.kill('SIGTERM');
    await ended;
  }
}
// After a failure the folder is what tells why.
if (process.exitCode === undefined) rmSync(base, { recursive: true, force: true });
else console.error(`What was left is in ${base}.`);
