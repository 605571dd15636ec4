/**
 * `npm test`: the static checks, then three rings of tests.
 *   node     tests/**           everything that needs no browser
 *   browser  tests/browser/**   WebGPU and wasm inside Chromium
 *   app      tests/app/**       the page, driven from outside
 * `--ring node|browser|app|static` (may be repeated) runs a part. The last line is `N passed, N failed`.
 *
 * The node ring runs beside the browser ring, with a lower priority: compiling shaders keeps one core busy, and the page's
 * ring, which is full of waits, keeps the machine for itself.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, softwareVulkan } from './chromium.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

const rings = ['static', 'node', 'browser', 'app'];
const ringLimitMs = 25 * 60 * 1000;

const { values, positionals } = parseArgs({
  options: { ring: { type: 'string', multiple: true, default: rings } },
  allowPositionals: true,
});
const unknown = values.ring.find((ring) => !rings.includes(ring));
if (unknown !== undefined) {
  console.error(`--ring ${unknown}: expected one of ${rings.join(', ')}`);
  process.exit(2);
}
ensureDependencies();

const staticChecks = [
  ['types', 'typescript/bin/tsc', []],
  [
    'lint',
    'eslint/bin/eslint.js',
    ['.', '--max-warnings', '0', '--cache', '--cache-location', '.cache/eslint'],
  ],
  ['format', 'prettier/bin/prettier.cjs', ['.', '--check', '--log-level', 'warn']],
  ['arrows', 'dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'workers', '--output-type', 'err']],
];

/**
 * Runs a script of an installed package; resolves with its exit status, or null when it ran over the limit.
 * @param log a file that takes what it prints, for one that runs beside others, and after them
 */
function runScript(script, args, env = {}, log = null) {
  return new Promise((resolve) => {
    const out = log === null ? 'inherit' : openSync(log, 'w');
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', out, out],
      env: { ...process.env, ...env },
    });
    if (log !== null) {
      closeSync(out);
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(null);
    }, ringLimitMs);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve(status);
    });
  });
}

async function runStaticChecks() {
  const count = { passed: 0, failed: 0 };
  for (const [name, script, args] of staticChecks) {
    const present = args.filter((arg) => arg !== 'workers' || existsSync(join(root, 'workers')));
    const ok = (await runScript(script, present)) === 0;
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    count[ok ? 'passed' : 'failed'] += 1;
  }
  return count;
}

/** Counts Vitest's JSON report. A file that fails to load, or an error outside of any test, is one failure. */
function countReport(file, status) {
  if (!existsSync(file)) return { passed: 0, failed: 1, why: 'the ring ended without a report' };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  for (const suite of broken) console.log(`✗ ${relative(root, suite.name)} did not load`);
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + broken.length;
  if (report.numPendingTests > 0) console.log(`  ${report.numPendingTests} skipped`);
  if (failed > 0) return { passed, failed };
  if (passed === 0) return { passed, failed: 1, why: 'the ring ran no test' };
  if (status !== 0) return { passed, failed: 1, why: 'an error outside of any test, or the time limit' };
  return { passed, failed };
}

/** Environment of a ring's process: the browser that its tests drive, or the Vulkan driver of that browser. */
function ringEnvironment(ring) {
  if (ring === 'node') return softwareVulkan();
  return { CHROME_PATH: ensureChromium() };
}

async function runRing(ring, isBeside) {
  let env;
  try {
    env = ringEnvironment(ring);
  } catch (error) {
    return { passed: 0, failed: 1, why: error.message };
  }
  const folder = join(root, '.cache', 'test-reports');
  const file = join(folder, `${ring}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
  const log = isBeside ? join(folder, `${ring}.log`) : null;
  const args = [
    'run',
    '--project',
    ring,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const status = await runScript('vitest/vitest.mjs', [...args, ...positionals], env, log);
  return { ...countReport(file, status), log };
}

const wanted = rings.filter((name) => values.ring.includes(name));
const total = { passed: 0, failed: 0 };

function tell(ring, count) {
  if (count.log) process.stdout.write(readFileSync(count.log));
  if (count.why !== undefined) console.log(`✗ ${ring}: ${count.why}`);
  console.log(`${ring}: ${count.passed} passed, ${count.failed} failed`);
  total.passed += count.passed;
  total.failed += count.failed;
}

async function runWanted(ring) {
  console.log(`\n── ${ring} ──`);
  if (ring === 'static') return tell(ring, await runStaticChecks());
  const beside = ring === 'browser' && wanted.includes('node') ? runRing('node', true) : null;
  tell(ring, await runRing(ring, false));
  if (beside === null) return;
  console.log('\n── node ──');
  tell('node', await beside);
}

for (const ring of wanted) {
  const isBesideTheNext = ring === 'node' && wanted.includes('browser');
  if (!isBesideTheNext) await runWanted(ring);
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
