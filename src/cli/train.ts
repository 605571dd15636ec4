/** `lab train`: trains a soft prompt and prints what came of it. */
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { createNodeEngine } from '../engine/node-engine.ts';
import { LabError } from '../errors/lab-error.ts';
import { encodeTask } from '../methods/prompt/encoded-task.ts';
import { PromptSession } from '../methods/prompt/prompt-session.ts';
import { RunControl } from '../methods/prompt/run-control.ts';
import { runHashes } from '../methods/prompt/run-fingerprints.ts';
import { TrainRun } from '../methods/prompt/train-run.ts';
import type { TrainEvent } from '../protocol/train-protocol.ts';
import { ensureModel } from './hub-model.ts';
import { openModel } from './open-model.ts';
import { openTask } from './open-task.ts';
import { askedByFiles } from './openprompt-options.ts';
import { printJson, runCommand, say } from './output.ts';
import { RunRecorder } from './record.ts';
import { readPrompt, writeRecord } from './record-file.ts';
import { recipeFrom, type TrainOptions } from './train-options.ts';

/** Neuron frames in a record: enough for a film, few enough for a page. */
const FRAMES = 7;

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('train a soft prompt; the best step is chosen on dev, test is reported once')
    .requiredOption(
      '--plm <name>',
      'a shipped PLM or a folder with model.onnx, tokenizer.json and config.json',
    )
    .requiredOption(
      '--task <name>',
      'a shipped task or a folder with task.json, train.jsonl, dev.jsonl and test.jsonl',
    )
    .option('--method <method>', 'prompt-tuning', 'prompt-tuning')
    .option('--template <text>', 'with {a}, perhaps {b}, and [MASK]')
    .option('--template-file <file>', 'in place of --template: OpenPrompt’s templates, one a line')
    .option('--template-number <n>', 'which line of --template-file, from 0 (0)')
    .option('--label-words <words>', 'classes separated by ";", words of a class by ","')
    .option('--label-words-file <file>', 'in place of --label-words: an OpenPrompt verbalizer, .txt or .json')
    .option('--label-words-number <n>', 'which verbalizer of --label-words-file, from 0 (0)')
    .option('--prompt-length <n>', '1 to 100 (20)')
    .option('--init <kind>', 'vocab, normal, text, class-words or saved (vocab)')
    .option('--init-text <text>', 'with --init text')
    .option('--init-prompt <file>', 'with --init saved: a run record (.json) or an experiment file (.plab)')
    .option('--sigma <x>', 'with --init normal (0.02)')
    .option('--optimizer <kind>', 'adamw, adafactor or sgd (adamw)')
    .option('--weight-decay <x>', 'of AdamW or Adafactor')
    .option('--lr <x>', 'learning rate (0.03)')
    .option('--schedule <kind>', 'linear, constant or cosine (linear)')
    .option('--warmup <share>', 'share of the steps (0.06)')
    .option('--clip <norm>', 'limit on the gradient norm, or none (1)')
    .option('--steps <n>', 'optimiser steps (600)')
    .option('--batch <n>', 'rows a step (16)')
    .option('--max-length <n>', 'text tokens (64)')
    .option('--eval-every <n>', 'steps between dev evaluations (100)')
    .option('--seed <n>', 'decides start, order and sampling (1)')
    .option('--engine <engine>', 'auto, cpu, wasm or webgpu', 'auto')
    .option('--out <file>', 'an experiment file (.plab) or a run record (.json)')
    .option('--json', 'one JSON object on stdout')
    .action((options: TrainOptions) => runCommand(options.json === true, () => train(options)));
}

async function train(options: TrainOptions): Promise<boolean> {
  const started = performance.now();
  if (options.out !== undefined && !/\.(plab|json)$/.test(options.out)) {
    throw new LabError({
      code: 'argument',
      message: `${options.out} is neither .plab nor .json.`,
      remedy: 'Give --out a name with one of these endings.',
      where: '--out',
    });
  }
  await ensureModel(options.plm);
  const { plm, tokenizer } = openModel(options.plm);
  const task = await openTask(options.task);
  const recipe = recipeFrom(options, task, options.plm, askedByFiles(options, task.labels, tokenizer));
  const encoded = encodeTask(plm, tokenizer, task, recipe);
  for (const warning of encoded.warnings) say(`note: ${warning}`);
  const engine = await createNodeEngine(recipe.engine);
  say(
    `${plm.name} on ${engine.report.engine} (${engine.report.device}, ${String(engine.report.threads)} threads): ${task.name}, ${String(encoded.train.length)} rows`,
  );
  const hashes = options.out === undefined ? null : await runHashes({ plm, tokenizer }, task);
  const session = new PromptSession(plm, tokenizer, encoded, recipe, engine);
  const recorder = new RunRecorder(
    recipe,
    task.labels,
    engine.report,
    `npm run -s lab -- ${process.argv.slice(2).join(' ')}`,
  );
  recorder.take({ kind: 'hashes', hashes });
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {state}',
    stream: process.stderr,
    noTTYOutput: false,
    hideCursor: true,
  });
  bar.start(recipe.steps, 0, { state: '' });
  const emit = (event: TrainEvent): void => {
    recorder.take(event);
    report(event, bar);
  };
  const run = new TrainRun({
    session,
    task,
    control: new RunControl(),
    emit,
    saved: recipe.init.kind === 'saved' ? readPrompt(recipe.init.promptId) : null,
    from: null,
    watch: options.out !== undefined,
  });
  const result = await run.run().finally(() => {
    bar.stop();
  });
  const { heapBytes } = engine.memory();
  await engine.release();
  if (result === null) throw new Error('the run ended without a result');
  const record = recorder.record(FRAMES);
  if (options.out !== undefined) writeRecord(options.out, record);
  const { baselines } = record;
  if (options.json === true) {
    printJson({
      dev: result.dev,
      test: result.test,
      majority: baselines?.majority.test ?? null,
      noPrompt: baselines?.noPrompt.test ?? null,
      randomPrompt: baselines?.randomPrompt.test ?? null,
      bestStep: result.bestStep,
      steps: recipe.steps,
      seconds: (performance.now() - started) / 1000,
      stepMs: result.stepMs,
      engine: engine.report.engine,
      curve: record.points.map(({ step, loss, accuracy }) => ({ step, loss, accuracy })),
      devCurve: record.dev,
      baselines,
      compileMs: result.compileMs,
      heapBytes,
      recipe,
    });
  }
  const percent = (share: number | undefined): string =>
    share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  say(
    `test ${percent(result.test)} with the prompt of step ${String(result.bestStep)} (dev ${percent(result.dev)}); majority ${percent(baselines?.majority.test)}, no prompt ${percent(baselines?.noPrompt.test)}, random prompt ${percent(baselines?.randomPrompt.test)}`,
  );
  return true;
}

function report(event: TrainEvent, bar: SingleBar): void {
  const last = event.kind === 'steps' ? event.points.at(-1) : undefined;
  if (last !== undefined) bar.update(last.step, { state: `loss ${last.loss.toFixed(3)}` });
  if (event.kind === 'phase' && event.phase !== 'train')
    bar.update({
      state: `${event.phase} ${event.detail} ${String(event.done)}/${String(event.total ?? '?')}`,
    });
  if (event.kind === 'dev') bar.update({ state: `dev ${(100 * event.point.accuracy).toFixed(1)} %` });
}
