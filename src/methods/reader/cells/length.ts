/** Computes what a step on a text of some length holds at once, and measures how long it takes where that fits. */
import { startWeights } from '../../../experiment/reader/start-weights.ts';
import { LENGTH, type LengthCell, type LengthCost } from '../../../experiment/reader/cells/length.ts';
import { encodingOfLength } from '../../../experiment/reader/length-encoding.ts';
import { graphBytes } from '../../../onnx/peak-bytes.ts';
import { tensorOf } from '../../../onnx/tensor.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { compileOn, ProgramCache } from '../../training/program-cache.ts';
import { HISTORY_LENGTH, Trainer } from '../../training/trainer.ts';
import { READER_COLUMNS, readerStep } from '../model/reader-programs.ts';
import { WEIGHTS } from '../model/weights.ts';
import type { ReadWorld } from '../read-world.ts';

/** WebGPU's least guaranteed `maxStorageBufferBindingSize`. */
const BINDING_BYTES = 128 * 2 ** 20;

const WARM_UP = 2;
const MEASURED = 3;
const QUESTION = 8;
const CANDIDATES = 4;
const WORDS = 64;

export const length: CellComputation<LengthCell, LengthCost, ReadWorld> = {
  of: LENGTH,
  async compute({ length: tokens, mode }, { world, progress }) {
    const { model: sizes, training, plm } = world.sweep;
    const { loss, longestAnswer: _, ...own } = sizes;
    const text = encodingOfLength(tokens);
    const model = { ...own, passages: text.passages, head: { kind: 'choice', loss } } as const;
    const shape = { batch: 1, ...text, questionLength: QUESTION, candidates: CANDIDATES };
    const vectors = Float32Array.from({ length: WORDS * own.wordWidth }, (__, at) => Math.sin(at));
    const words = { vectors: tensorOf('float32', [WORDS, own.wordWidth], vectors), spelling: null };
    const { optimizer, clipNorm, average } = training;
    const settings = { optimizer, clipNorm, average, history: HISTORY_LENGTH };
    const compiled = readerStep(model, mode, shape, words, settings);
    const { peak, largest } = graphBytes(compiled.graph);
    const fits = largest <= BINDING_BYTES;
    const result = { kind: 'length-cost', peakBytes: peak, largestBytes: largest, fits } as const;
    if (!fits) return { ...result, seconds: { step: null } };
    const engine = await world.engine(plm);
    const programs = new ProgramCache();
    const trainer = new Trainer<null>({
      engine,
      columns: READER_COLUMNS,
      lengths: [text.passageLength],
      program: () => programs.get('step', () => compileOn(engine, compiled)),
    });
    await trainer.setState(null, await trainer.startState(null, { [WEIGHTS]: startWeights(model, 0) }));
    const batch = {
      ids: Int32Array.from({ length: tokens }, (__, at) => 1 + (at % (WORDS - 1))),
      mask: new Float32Array(tokens).fill(1),
      flags: new Float32Array(2 * tokens),
      question_ids: new Int32Array(QUESTION).fill(1),
      question_mask: new Float32Array(QUESTION).fill(1),
      question_flags: new Float32Array(2 * QUESTION),
      mention: Float32Array.from({ length: CANDIDATES * tokens }, (__, at) => (at % 5 === 0 ? 1 : 0)),
      gold: [0],
    };
    const times: number[] = [];
    for (let step = 1; step <= WARM_UP + MEASURED; step++) {
      const since = performance.now();
      const at = { learningRate: 0, step, ...(average ? { averageShare: 0 } : {}) };
      await trainer.step(null, { batch }, at, ['loss']);
      if (step > WARM_UP) times.push((performance.now() - since) / 1000);
      progress(`measuring ${String(tokens)} tokens (${mode})`, step, WARM_UP + MEASURED);
    }
    await programs.release();
    return { ...result, seconds: { step: times.sort((a, b) => a - b)[Math.floor(MEASURED / 2)] } };
  },
};
