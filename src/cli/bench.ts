/** `lab bench`: times of a training step and a forward pass against the engine's own matrix product. */
import type { Command } from 'commander';
import type { Engine } from '../engine/engine-types.ts';
import { createNodeEngine } from '../engine/node-engine.ts';
import { evaluateProgram, trainProgram } from '../methods/prompt/programs.ts';
import { openPlm, type Plm } from '../plm/plm.ts';
import { bankFigures, describeBank, type BankFigures } from './bench-bank.ts';
import { matrixProduct, readyToRun, timeInTurn } from '../methods/prompt/measure.ts';
import { countFlops } from '../onnx/count-flops.ts';
import { ensureModel } from './hub-model.ts';
import { openModel } from './open-model.ts';
import { choiceOption, numberOption, printJson, runCommand, say } from './output.ts';
import { syntheticEncoder } from './synthetic-encoder.ts';

export interface EngineFigures {
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
  readonly model: string;
  readonly batch: number;
  readonly length: number;
  readonly prompt: number;
  readonly forwardMs: number;
  readonly stepMs: number;
  readonly stepOverForward: number;
  readonly gflops: number;
  readonly matmulGflops: number;
  readonly rateOverMatmul: number;
  readonly compileMs: number;
  readonly heapMb: number;
}

interface Shape {
  readonly batch: number;
  readonly length: number;
  readonly promptLength: number;
}

const TASK = { words: 2, classes: 2 };
const OPTIMIZER = { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

const SETTINGS = { optimizer: OPTIMIZER, clipNorm: 1, history: 10 } as const;

/** BERT-base's width; two layers are enough for a rate. */
const BERT_WIDTH = { layers: 2, width: 768, heads: 12, feedForward: 3072, vocabulary: 4096, positions: 512 };

/** Steps after which the heap is compared. */
const HEAP_STEPS = [10, 300] as const;

function batchOf(plm: Plm, { batch, length }: Shape): Record<string, ArrayLike<number>> {
  const ids = Array.from(
    { length: batch * length },
    (_, index) => 5 + ((index * 7919) % Math.max(1, plm.vocabulary - 5)),
  );
  return {
    input_ids: ids,
    attention_mask: new Array<number>(batch * length).fill(1),
    token_type_ids: new Array<number>(batch * length).fill(0),
    decoder_input_ids: new Array<number>(batch).fill(0),
    read_position: new Array<number>(batch).fill(5),
    label_words: [10, 11],
    class_words: [1, 0, 0, 1],
    targets: Array.from({ length: 2 * batch }, (_, index) => (index + (index >> 1)) % 2),
    row_weights: new Array<number>(batch).fill(1 / batch),
  };
}

function programs(plm: Plm, shape: Shape) {
  const full = { ...shape, decoderLength: 1, fillerId: plm.fillerId };
  const step = trainProgram(plm, full, TASK, SETTINGS);
  return { step, forward: evaluateProgram(plm, full, TASK) };
}

export async function engineFigures(
  engine: Engine,
  plm: Plm,
  shape: Shape,
  runs: number,
): Promise<EngineFigures> {
  const compiled = programs(plm, shape);
  const batch = batchOf(plm, shape);
  const step = await readyToRun(engine, compiled.step, batch, ['loss']);
  const forward = await readyToRun(engine, compiled.forward, batch, ['scores']);
  const product = await matrixProduct(engine);
  const [stepMs, forwardMs, productMs] = await timeInTurn([step, forward, product.runnable], runs);
  const compileMs = step.program.compileMs;
  for (const { program } of [step, forward, product.runnable]) await program.release();
  const gflops = countFlops(compiled.step.graph) / stepMs / 1e6;
  const matmulGflops = product.flops / productMs / 1e6;
  return {
    engine: engine.report.engine,
    device: engine.report.device,
    threads: engine.report.threads,
    model: plm.name,
    batch: shape.batch,
    length: shape.length,
    prompt: shape.promptLength,
    forwardMs,
    stepMs,
    stepOverForward: stepMs / forwardMs,
    gflops,
    matmulGflops,
    rateOverMatmul: gflops / matmulGflops,
    compileMs,
    heapMb: engine.memory().heapBytes / 2 ** 20,
  };
}

/** Step times with a small and a large vocabulary, in turn. */
async function vocabularies(engine: Engine, runs: number): Promise<{ vocabulary: number; stepMs: number }[]> {
  const shape = { batch: 16, length: 64, promptLength: 20 };
  const sizes = [2048, 50_000];
  const ready = [];
  for (const vocabulary of sizes) {
    const plm = openPlm(
      `synthetic, vocabulary ${String(vocabulary)}`,
      syntheticEncoder({ layers: 2, width: 192, heads: 6, feedForward: 768, vocabulary, positions: 128 }),
      {},
    );
    const { step } = programs(plm, shape);
    // The layers of both have the same names and so share one set of weights on the engine; only the words differ.
    ready.push(await readyToRun(engine, step, batchOf(plm, shape), ['loss']));
  }
  const times = await timeInTurn(ready, runs);
  for (const { program } of ready) await program.release();
  return sizes.map((vocabulary, index) => ({ vocabulary, stepMs: times[index] }));
}

async function heap(engine: Engine, plm: Plm): Promise<{ steps: number; heapMb: number }[]> {
  const shape = { batch: 4, length: 16, promptLength: 20 };
  const { program, inputs, fetch } = await readyToRun(
    engine,
    programs(plm, shape).step,
    batchOf(plm, shape),
    ['loss'],
  );
  const seen: { steps: number; heapMb: number }[] = [];
  for (let step = 1; step <= HEAP_STEPS[1]; step++) {
    await program.run(inputs, fetch);
    if (step === HEAP_STEPS[0] || step === HEAP_STEPS[1])
      seen.push({ steps: step, heapMb: engine.memory().heapBytes / 2 ** 20 });
  }
  await program.release();
  return seen;
}

export interface BenchReport {
  readonly engines: readonly EngineFigures[];
  readonly vocabulary: readonly {
    readonly engine: string;
    readonly steps: readonly { readonly vocabulary: number; readonly stepMs: number }[];
  }[];
  readonly heap: readonly {
    readonly engine: string;
    readonly after: readonly { readonly steps: number; readonly heapMb: number }[];
  }[];
  readonly bank: readonly BankFigures[];
}

interface BenchOptions {
  readonly engines: string;
  readonly plm: string;
  readonly batch: string;
  readonly length: string;
  readonly prompt: string;
  readonly runs: string;
  readonly bank: string;
  readonly json?: boolean;
}

export function addBench(program: Command): void {
  program
    .command('bench')
    .description(
      'step and forward times, arithmetic rate against the engine’s own matrix product, heap, a bank of prompts',
    )
    .option('--engines <list>', 'of cpu, wasm, webgpu', 'cpu,wasm')
    .option('--plm <name>', 'beside two layers at BERT-base’s width', 'lab-small')
    .option('--batch <n>', 'rows', '16')
    .option('--length <n>', 'text tokens', '64')
    .option('--prompt <n>', 'virtual tokens', '20')
    .option('--runs <n>', 'timed runs of each program', '10')
    .option('--bank <n>', 'prompts that share the rows of one program', '8')
    .option('--json', 'one JSON object on stdout')
    .action((options: BenchOptions) =>
      runCommand(options.json === true, async () => {
        const report = await bench(options);
        if (options.json === true) printJson(report);
        return true;
      }),
    );
}

async function bench(options: BenchOptions): Promise<BenchReport> {
  const names = options.engines
    .split(',')
    .map((name) => choiceOption('--engines', name.trim(), ['cpu', 'wasm', 'webgpu']));
  const shape = {
    batch: numberOption('--batch', options.batch, 1, 1024),
    length: numberOption('--length', options.length, 8, 4096),
    promptLength: numberOption('--prompt', options.prompt, 1, 100),
  };
  const runs = numberOption('--runs', options.runs, 1, 1000);
  const prompts = numberOption('--bank', options.bank, 1, 1024);
  // As near to the batch as whole rows a prompt come; one prompt is timed with as many.
  const shared = { ...shape, batch: prompts * Math.max(1, Math.floor(shape.batch / prompts)) };
  await ensureModel(options.plm);
  const shipped = openModel(options.plm).plm;
  const wide = openPlm('two layers of BERT-base width', syntheticEncoder(BERT_WIDTH), {});
  const engines: EngineFigures[] = [];
  const vocabulary: BenchReport['vocabulary'][number][] = [];
  const heaps: BenchReport['heap'][number][] = [];
  const banks: BankFigures[] = [];
  for (const name of names) {
    for (const plm of [shipped, wide])
      engines.push(await withEngine(name, (engine) => engineFigures(engine, plm, shape, runs)));
    for (const row of engines.slice(-2)) say(describe(row));
    vocabulary.push({ engine: name, steps: await withEngine(name, (engine) => vocabularies(engine, runs)) });
    heaps.push({ engine: name, after: await withEngine(name, (engine) => heap(engine, shipped)) });
    banks.push(
      await withEngine(name, (engine) =>
        bankFigures(
          engine,
          shipped,
          { ...shared, decoderLength: 1, fillerId: shipped.fillerId },
          prompts,
          batchOf(shipped, shared),
          SETTINGS,
          runs,
        ),
      ),
    );
  }
  for (const { engine, steps } of vocabulary)
    say(
      `${engine}: step ${steps.map((s) => `${s.stepMs.toFixed(1)} ms with ${String(s.vocabulary)} words`).join(', ')}`,
    );
  for (const { engine, after } of heaps)
    say(
      `${engine}: heap ${after.map((h) => `${h.heapMb.toFixed(1)} MB after ${String(h.steps)} steps`).join(', ')}`,
    );
  for (const row of banks) say(describeBank(row));
  return { engines, vocabulary, heap: heaps, bank: banks };
}

/** A fresh engine a measurement: nothing of the one before is in its memory. */
async function withEngine<T>(
  name: 'cpu' | 'wasm' | 'webgpu',
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await createNodeEngine(name);
  try {
    return await work(engine);
  } finally {
    await engine.release();
  }
}

function describe(row: EngineFigures): string {
  const ms = (x: number): string => `${x.toFixed(1)} ms`;
  return `${row.engine} ${row.model}, ${String(row.batch)} × (${String(row.prompt)}+${String(row.length)}): forward ${ms(row.forwardMs)}, step ${ms(row.stepMs)} (${row.stepOverForward.toFixed(2)} ×), ${row.gflops.toFixed(1)} GFLOP/s of ${row.matmulGflops.toFixed(1)} (${row.rateOverMatmul.toFixed(2)}), compiled in ${ms(row.compileMs)}, ${row.heapMb.toFixed(0)} MB`;
}
