/**
 * The same model on the same backend (wasm, this machine) here and in jax-js, which can differentiate an ONNX graph.
 * jax-js does not load the exported file (it has no Range), so it gets the graph that the lab has made of it: shapes
 * bound, masks and positions computed on the host. Where it can't, its own message is printed.
 *
 *     npx tsx bench/compare-jax.ts [--plm lab-tiny] [--batch 16] [--length 64]
 */
import { parseArgs } from 'node:util';
import { openModel, readModelAt } from '../src/cli/open-model.ts';
import { engineFigures } from '../src/cli/bench.ts';
import { median } from '../src/methods/prompt/measure.ts';
import { createNodeEngine } from '../src/engine/node-engine.ts';
import type { HostTensor } from '../src/onnx/host-tensor.ts';
import { evaluateProgram } from '../src/methods/prompt/programs.ts';
import { writeModel } from '../src/onnx/write-model.ts';

const { values: options } = parseArgs({
  options: {
    plm: { type: 'string', default: 'lab-tiny' },
    batch: { type: 'string', default: '16' },
    length: { type: 'string', default: '64' },
  },
});
const shape = { batch: Number(options.batch), length: Number(options.length), promptLength: 20 };
const RUNS = 7;

const { plm } = openModel(options.plm);
// jax-js asks the browser for its number of cores; its workers need a browser, so that in Node it computes on one thread.
if (!('navigator' in globalThis))
  Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: 1 } });
const jax = await import('@jax-js/jax');
const { ONNXModel } = await import('@jax-js/onnx');
await jax.init();
jax.defaultDevice('wasm');
const np = jax.numpy;
type JaxArray = ReturnType<typeof np.array>;

const program = evaluateProgram(
  plm,
  { ...shape, decoderLength: 1, fillerId: plm.fillerId },
  { words: 2, classes: 2 },
);
const count = shape.batch * shape.length;
const batch = {
  input_ids: Array.from({ length: count }, (_, index) => 5 + (index % 1000)),
  attention_mask: new Array<number>(count).fill(1),
  token_type_ids: new Array<number>(count).fill(0),
  read_position: new Array<number>(shape.batch).fill(5),
  label_words: [10, 11],
  class_words: [1, 0, 0, 1],
};
const toJax = ({ type, dims, data }: HostTensor): JaxArray =>
  np.array(data.slice(), { shape: [...dims], dtype: type === 'float32' ? np.float32 : np.int32 });
const fixed = [...Object.entries(program.feeds(batch)), ...program.weights].map(
  ([name, tensor]) => [name, toJax(tensor)] as const,
);
const model = new ONNXModel(program.spec.model as Uint8Array<ArrayBuffer>);
const prompt = np.array(
  new Float32Array(20 * plm.width).map((_, index) => Math.sin(index)),
  { shape: [20, plm.width] },
);
const scores = (p: JaxArray): JaxArray =>
  model.run({ ...Object.fromEntries(fixed.map(([name, array]) => [name, array.ref])), prompt: p }).scores;

async function timed(run: (p: JaxArray) => JaxArray): Promise<number | string> {
  const times: number[] = [];
  try {
    for (let at = -2; at < RUNS; at++) {
      const started = performance.now();
      await run(prompt.ref).data();
      if (at >= 0) times.push(performance.now() - started);
    }
    return median(times);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message.slice(0, 200) : String(thrown);
  }
}

const total = (p: JaxArray): JaxArray => np.sum(scores(p));
const exported = (): string => {
  try {
    new ONNXModel(writeModel(readModelAt(options.plm)).model as Uint8Array<ArrayBuffer>);
    return 'loads';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message.slice(0, 200) : String(thrown);
  }
};

const theirs = {
  exportedFile: exported(),
  forwardMs: await timed(jax.jit(scores)),
  gradientMs: await timed(jax.jit(jax.grad(total))),
  gradientWithoutJitMs: await timed(jax.grad(total)),
};

// After jax-js: onnxruntime-web brings a Worker to Node that jax-js would take for a browser's.
const engine = await createNodeEngine('wasm');
const ours = await engineFigures(engine, plm, shape, RUNS);
await engine.release();

process.stdout.write(
  `${JSON.stringify({
    ours: { engine: 'wasm', threads: ours.threads, forwardMs: ours.forwardMs, stepMs: ours.stepMs },
    jax: theirs,
  })}\n`,
);
