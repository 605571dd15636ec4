/** Trains a reader, chooses the best look by dev, and reads test with it once. */
import { WHOLE_TEXT } from '../../../experiment/reader/items/reader-batch.ts';
import { READER, type ReaderCell, type TrainedReader } from '../../../experiment/reader/cells/reader.ts';
import { meanScore, scoreAnswer, type AnswerScore } from '../../../experiment/reader/squad-metric.ts';
import type { CellComputation } from '../../sweep/cell-computation.ts';
import { stopped } from '../../sweep/stopped.ts';
import { ActivityCounts } from '../layer-activity.ts';
import type { ReadWorld } from '../read-world.ts';
import { ReaderRun } from '../reader-run.ts';
import { rightOf } from '../right-answers.ts';

export const reader: CellComputation<ReaderCell, TrainedReader, ReadWorld> = {
  of: READER,
  async compute({ variant, seed }, { world, control, progress }) {
    const began = performance.now();
    const { dev, test } = await world.used();
    const session = await world.session(variant, seed);
    const { vocabulary } = session.parts.set;
    const answers = await world.answers();
    const { steps } = world.sweep.training;
    const outcome = await new ReaderRun({
      session,
      control,
      dev,
      onStep: (step, loss) => progress(`training a reader (${variant})`, step, steps, loss),
    }).run();
    if (outcome === null) throw stopped();
    const { weights } = outcome.best;
    const whole = { ...WHOLE_TEXT, bit: world.sweep.bit };
    const activity = new ActivityCounts(session.parts.model.heads);
    const predictions: number[] = [];
    const probabilities: number[] = [];
    const spans: AnswerScore[] = [];
    for await (const batch of session.read(test, weights, whole, true)) {
      activity.add(batch);
      for (const answer of batch.answers) {
        const item = test[predictions.length];
        predictions.push(item.gold < 0 ? rightOf(item, answer) : answer.chosen);
        probabilities.push(...answer.probabilities);
        if (item.gold < 0)
          spans.push(scoreAnswer(answer.words.map((word) => vocabulary[word]).join(' '), answers(item.id)));
      }
      progress('reading test questions', predictions.length, test.length);
      if (!(await control.hold(() => Promise.resolve()))) throw stopped();
    }
    const oneHop: number[] = [];
    if (test.every((item) => item.oneHop !== null))
      for await (const { answers } of session.read(test, weights, { ...whole, oneHop: 1 })) {
        oneHop.push(...answers.map(({ chosen }) => chosen));
        if (!(await control.hold(() => Promise.resolve()))) throw stopped();
      }
    return {
      kind: 'trained-reader',
      bestStep: outcome.best.step,
      points: outcome.points,
      predictions,
      probabilities: Float32Array.from(probabilities),
      oneHop,
      span: spans.length === 0 ? null : meanScore(spans),
      activity: activity.shares(),
      weights: seed === world.sweep.seeds[0] ? weights : new Float32Array(0),
      seconds: { training: outcome.trainedMs / 1000, all: (performance.now() - began) / 1000 },
    };
  },
};
