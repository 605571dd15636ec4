/**
 * A training step here and in PyTorch + PEFT, one after the other on the same machine: same shape of model, batch,
 * length, prompt and number of threads. Needs a Python with torch, transformers and peft.
 *
 *     npx tsx bench/compare-peft.ts [CONFIG_JSON] [--python python3]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engineFigures } from '../src/cli/bench.ts';
import { projectFolder } from '../src/cli/open-model.ts';
import { syntheticEncoder } from '../src/cli/synthetic-encoder.ts';
import { createNodeEngine } from '../src/engine/node-engine.ts';
import { openPlm } from '../src/plm/plm.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string', default: 'python3' } },
});
const config = positionals[0] ?? join(projectFolder, 'models/lab-small/config.json');
const shape = { batch: 16, length: 64, promptLength: 20 };

const read = JSON.parse(readFileSync(config, 'utf8')) as Readonly<Record<string, unknown>>;
const field = (name: string): number => {
  const value = read[name];
  if (typeof value !== 'number') throw new Error(`${config}: ${name} is not a number`);
  return value;
};
const encoder = syntheticEncoder({
  layers: field('num_hidden_layers'),
  width: field('hidden_size'),
  heads: field('num_attention_heads'),
  feedForward: field('intermediate_size'),
  vocabulary: field('vocab_size'),
  positions: field('max_position_embeddings'),
});

const engine = await createNodeEngine('cpu');
const ours = await engineFigures(engine, openPlm('same shape, random weights', encoder, {}), shape, 20);
await engine.release();

const script = join(projectFolder, 'bench/peft_step.py');
const options = [
  '--prompt',
  shape.promptLength,
  '--batch',
  shape.batch,
  '--length',
  shape.length,
  '--threads',
  ours.threads,
].map(String);
const theirs = JSON.parse(
  execFileSync(values.python, [script, config, ...options], { encoding: 'utf8' }),
) as Readonly<Record<string, number>>;

process.stdout.write(
  `${JSON.stringify({
    ours: { forwardMs: ours.forwardMs, stepMs: ours.stepMs, threads: ours.threads },
    peft: theirs,
    stepOverPeft: ours.stepMs / theirs.step_ms,
    stepOverLean: ours.stepMs / theirs.lean_step_ms,
  })}\n`,
);
