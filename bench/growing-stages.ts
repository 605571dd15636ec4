/**
 * What growing saves in seconds, beside what it saves in operations, at BERT-base's width: a training step of every stage
 * in turn in one process, so that drift of the machine meets all alike (spec 0.10).
 *
 *     npx tsx bench/growing-stages.ts [--engine cpu|wasm] [--layers 12] [--batch 4] [--length 64] [--runs 20]
 */
import { parseArgs } from 'node:util';
import { syntheticEncoder } from '../src/cli/synthetic-encoder.ts';
import { createNodeEngine } from '../src/engine/node-engine.ts';
import { usualOptimiser } from '../src/experiment/optimisers.ts';
import { scheduleCost } from '../src/experiment/progressive/closed-form.ts';
import { paperStages } from '../src/experiment/progressive/default-growth.ts';
import { REDUCTIONS, stagesOf } from '../src/experiment/progressive/stages.ts';
import { anyOrders } from '../src/methods/progressive/neuron-orders.ts';
import { versionOf } from '../src/methods/progressive/stage-versions.ts';
import { readyToRun, timeInTurn } from '../src/methods/prompt/measure.ts';
import { trainProgram } from '../src/methods/prompt/programs.ts';
import { countFlops } from '../src/onnx/count-flops.ts';
import { openPlm } from '../src/plm/plm.ts';
import { plmStructure } from '../src/plm/structure.ts';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'cpu' },
    layers: { type: 'string', default: '12' },
    batch: { type: 'string', default: '4' },
    length: { type: 'string', default: '64' },
    runs: { type: 'string', default: '20' },
  },
});
const [layers, batch, length, runs] = [options.layers, options.batch, options.length, options.runs].map(
  Number,
);
const choice = options.engine === 'wasm' ? 'wasm' : 'cpu';
const STEPS = 600;

const encoder = { layers, width: 768, heads: 12, feedForward: 3072, vocabulary: 4096, positions: 512 };
const plm = openPlm('BERT-base’s width', syntheticEncoder(encoder), {});
const structure = plmStructure(plm);
const orders = anyOrders(structure.layers);
const shape = { batch, length, promptLength: 20, decoderLength: 1, fillerId: plm.fillerId };
const settings = { optimizer: usualOptimiser('adamw'), clipNorm: 1, history: 10 };
const numbers = {
  input_ids: Array.from({ length: batch * length }, (_, at) => 5 + ((at * 7919) % 4000)),
  attention_mask: new Array<number>(batch * length).fill(1),
  token_type_ids: new Array<number>(batch * length).fill(0),
  read_position: new Array<number>(batch).fill(5),
  label_words: [10, 11],
  class_words: [1, 0, 0, 1],
  targets: Array.from({ length: 2 * batch }, (_, at) => at % 2),
  row_weights: new Array<number>(batch).fill(1 / batch),
};

const engine = await createNodeEngine(choice);
for (const reduce of REDUCTIONS) {
  const plan = paperStages(reduce);
  const stages = stagesOf({ plan, selectLayers: 'evenly', decoder: false, steps: STEPS }, structure);
  const spent = stages.map(({ from, to }) => (to - from + 1) / STEPS);
  const programs = stages.map((stage) =>
    trainProgram(plm, shape, { words: 2, classes: 2 }, settings, versionOf(stage, structure, orders).pass),
  );
  const ready = [];
  for (const program of programs) ready.push(await readyToRun(engine, program, numbers, ['loss']));
  const times = await timeInTurn(ready, runs);
  for (const { program } of ready) await program.release();
  const relative = (values: readonly number[]): number[] =>
    values.map((value) => value / values[values.length - 1]);
  const flops = relative(programs.map(({ graph }) => countFlops(graph)));
  const seconds = relative(times);
  const percent = (shares: readonly number[]): string =>
    shares.map((share) => (100 * share).toFixed(0)).join('/');
  const [predicted, measured] = [flops, seconds].map((shares) => 100 * (1 - scheduleCost(spent, shares)));
  console.log(
    `${choice} ${reduce.padEnd(6)} stages ${percent(flops)} % of the operations, ${percent(seconds)} % of the seconds (whole step ${times[times.length - 1].toFixed(0)} ms); saved ${predicted.toFixed(1)} % predicted, ${measured.toFixed(1)} % measured`,
  );
}
await engine.release();
