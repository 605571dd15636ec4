import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Job } from 'kubernetes-models/batch/v1';
import { ConfigMap, PersistentVolumeClaim, Pod } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { kubernetesFiles, type KubernetesPlan } from '../../../src/cli/submit/kubernetes-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-kubernetes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const plan: KubernetesPlan = {
  name: 'lab-try',
  folder: join(folder, `Anna's "files"`),
  shards: 8,
  only: [3, 7],
  atOnce: null,
  cpus: 2,
  memoryGigabytes: 4,
  hours: 12,
  again: `npm run -s lab -- submit 'it'\\''s "my" $recipe.json' --to kubernetes`,
  image: 'registry.example/lab:1',
  storageGigabytes: 5,
  recipe: `${JSON.stringify({ tasks: ['sst2', 'größer: "als" # 1'], seeds: [1] }, null, 2)}\n`,
};

function textOf(name: string, change: Partial<KubernetesPlan> = {}): string {
  const file = kubernetesFiles({ ...plan, ...change }).find((one) => one.name === name);
  if (file === undefined) throw new Error(`there is no ${name}`);
  return file.text;
}

type Fields = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function documents(name: string, change: Partial<KubernetesPlan> = {}): readonly unknown[] {
  return parseAllDocuments(textOf(name, change)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}

/** The published schema of each kind. */
const KINDS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  ConfigMap,
  Job,
  PersistentVolumeClaim,
  Pod,
};

function validate(document: unknown): void {
  const kind = isMap(document) ? document['kind'] : null;
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind))
    throw new Error('there is no schema of its kind');
  new KINDS[kind](document as never).validate();
}

/** `value` once for each field in it, with a value of another kind in that field's place. */
function* broken(value: unknown, path = ''): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const [where, change] of broken(item, `${path}.${String(index)}`))
        yield [where, value.with(index, change)];
  } else if (isMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      yield [`${path}.${key}`, { ...value, [key]: isMap(inner) || Array.isArray(inner) ? 7 : [[]] }];
      for (const [where, change] of broken(inner, `${path}.${key}`))
        yield [where, { ...value, [key]: change }];
    }
  }
}

/** The text at `path`; empty where there is none. */
function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (Reflect.get(at, key) as unknown) : undefined),
    value,
  );
  return typeof found === 'string' ? found : '';
}

const POD = ['spec', 'template', 'spec', 'containers', '0', 'command', '2'];

/** An executable of this name, first on the path, which runs `script`. */
function fake(name: string, script: string): NodeJS.ProcessEnv {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, PATH: `${folder}:${String(process.env['PATH'])}` };
}

describe.each(['sweep.yaml', 'merge.yaml', 'fetch.yaml'])('%s', (name) => {
  test('is what the published schema says', () => {
    for (const document of documents(name)) expect(() => validate(document)).not.toThrow();
  });

  test('has no field that the schema does not know: each with another kind of value is refused', () => {
    for (const document of documents(name))
      for (const [where, change] of broken(document)) expect(() => validate(change), where).toThrow();
  });
});

describe('the sweep’s job', () => {
  const [config, claim, job] = documents('sweep.yaml');

  test('carries the recipe as it is', () => {
    expect(textAt(config, 'data', 'recipe.json')).toBe(plan.recipe);
  });

  test('has an index for each shard that is run, and keeps their parts on a claim of its own', () => {
    expect(job).toMatchObject({
      metadata: { name: 'lab-try' },
      spec: { completionMode: 'Indexed', completions: 2, parallelism: 2, activeDeadlineSeconds: 43_200 },
    });
    expect(claim).toMatchObject({ metadata: { name: 'lab-try-parts' } });
    expect(documents('sweep.yaml', { atOnce: 1 })[2]).toMatchObject({ spec: { parallelism: 1 } });
  });

  test.each([
    ['0', '3'],
    ['1', '7'],
  ])('index %s computes shard %s', (index, shard) => {
    const env = { ...fake('lab', 'printf "%s\\n" "$@"'), JOB_COMPLETION_INDEX: index };
    const words = execFileSync('sh', ['-c', textAt(job, ...POD)], { env, encoding: 'utf8' });
    expect(words.trim().split('\n')).toEqual([
      ...['sweep', '/recipe/recipe.json', '--shard', `${shard}/8`],
      ...['--out', `/parts/part-${shard}.plab`, '--json'],
    ]);
  });
});

test('the merge’s job, where no part is there, says how shards are run again and fails', () => {
  const script = textAt(documents('merge.yaml')[0], ...POD);
  let said = '';
  try {
    execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe' });
  } catch (thrown) {
    said = String(Reflect.get(Object(thrown), 'stderr'));
  }
  expect(said).toContain(`    ${plan.again}\n`);
});

test('the merge starts when the shards have ended, and the result is fetched after it', () => {
  const log = join(folder, 'kubectl.log');
  const env = fake(
    'kubectl',
    `echo "$1 $2 $3" >> '${log}'
case "$*" in
  # The first time that each job is looked at it is still at work.
  'get job lab-try'*jsonpath*) [ -e '${folder}/seen' ] && echo 'FailureTarget Failed'; touch '${folder}/seen' ;;
  'get job lab-try-merge'*jsonpath*) echo 'SuccessCriteriaMet Complete' ;;
  'get job '*) exit 1 ;;
esac`,
  );
  const script = join(folder, 'submit.sh');
  writeFileSync(script, textOf('submit.sh').replace('sleep 5', 'sleep 0.01'));
  execFileSync('sh', [script], { env });
  const asked = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('get '));
  expect(asked).toEqual([
    `apply -f ${plan.folder}/sweep.yaml`,
    `apply -f ${plan.folder}/merge.yaml`,
    'logs job/lab-try-merge ',
    `apply -f ${plan.folder}/fetch.yaml`,
    'wait --for=condition=Ready pod/lab-try-fetch',
    ...['sweep.plab', 'merge.json', 'report.json'].map(
      (file) => `cp lab-try-fetch:/parts/${file} ${plan.folder}/${file}`,
    ),
    'delete pod lab-try-fetch',
    '',
  ]);
});
