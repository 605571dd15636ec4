/** Activated neurons of the prompts. */
import type { NeuronReport, OverlapOverSteps } from '../../../experiment/transfer/transfer-report.ts';
import { activatedNeurons } from '../neuron-bits.ts';
import { neuronOverlap } from '../neuron-overlap.ts';
import { overSeeds, SHARE } from './over-seeds.ts';
import type { SweepScores } from './sweep-scores.ts';

/** As many digits as records keep of activations. */
const DIGITS = 4;

/** Activations with each task's prompt alone, mean over seeds. */
export function neuronReports(scores: SweepScores): readonly NeuronReport[] {
  return scores.tasks.flatMap((task, index): readonly NeuronReport[] => {
    const cells = scores.seeds.map((seed) => scores.neurons(task, seed)).filter((cell) => cell !== null);
    if (cells.length === 0) return [];
    const [{ layers, neurons }] = cells;
    const values = new Float32Array(layers * neurons);
    for (const cell of cells) cell.alone.forEach((value, at) => (values[at] += value / cells.length));
    return [
      { task: index, layers, neurons, values: values.map((value) => Number(value.toPrecision(DIGITS))) },
    ];
  });
}

/** ON of each two tasks' prompts at each evaluation of their training, last three layers, prompt alone. */
export function overlapOverSteps(scores: SweepScores): readonly OverlapOverSteps[] {
  const { tasks, seeds } = scores;
  const histories = tasks.map((task) =>
    seeds.map((seed) => {
      const [trained, probed] = [scores.trained(task, seed), scores.neurons(task, seed)];
      if (trained === null || probed === null || trained.activated.length !== trained.curve.length)
        return null;
      const { layers, neurons } = probed;
      return trained.activated.map((bits, index) => ({
        step: trained.curve[index].step,
        activations: { layers, neurons, values: activatedNeurons(bits, layers * neurons) },
      }));
    }),
  );
  return tasks.flatMap((_, a) =>
    tasks.slice(a + 1).flatMap((_task, further): readonly OverlapOverSteps[] => {
      const b = a + 1 + further;
      const steps = histories[a].flatMap((history) => history?.map(({ step }) => step) ?? []);
      const points = [...new Set(steps)].flatMap((step) => {
        const on = seeds.map((_seed, seed) => {
          const [mine, other] = [a, b].map((task) => histories[task][seed]?.find((one) => one.step === step));
          return mine === undefined || other === undefined
            ? null
            : neuronOverlap(mine.activations, other.activations);
        });
        const estimate = overSeeds(on, SHARE);
        return estimate === null ? [] : [{ step, on: estimate }];
      });
      return points.length === 0 ? [] : [{ tasks: [a, b], points }];
    }),
  );
}
