/** Projectors across PLMs: the right source prompt beside its controls, and whether the projector collapsed. */
import {
  PROJECT,
  type ProjectedCell,
  type ProjectionControl,
} from '../../../experiment/transfer/cells/project.ts';
import type {
  Estimate,
  ProjectionReport,
  ProjectionRow,
} from '../../../experiment/transfer/transfer-report.ts';
import { meanOfKnown, overSeeds, SHARE } from './over-seeds.ts';
import { rightRows, shareRight, type SweepScores } from './sweep-scores.ts';

const NOTHING: Estimate = { mean: NaN, interval: null, seeds: [] };

export function projectionReports(scores: SweepScores): readonly ProjectionReport[] {
  const { tasks, seeds, record } = scores;
  return record.recipe.projections.flatMap((settings, index): readonly ProjectionReport[] => {
    const cells = seeds.map((seed) => scores.result(PROJECT, { kind: 'project', index, seed }));
    const done = cells.filter((cell) => cell !== null);
    if (done.length === 0) return [];
    const find = (name: string): number => tasks.findIndex((task) => task.name === name);
    const rows = tasks.map((task, target): ProjectionRow => {
      const all = task.truth.map((_, row) => row);
      const share = (cell: ProjectedCell | null, control: ProjectionControl): number | null =>
        cell === null || !Object.hasOwn(cell.tasks, task.name)
          ? null
          : shareRight(rightRows(cell.tasks[task.name].predictions[control], task.truth), all);
      const estimate = (control: ProjectionControl): Estimate =>
        overSeeds(
          cells.map((cell) => share(cell, control)),
          SHARE,
        ) ?? NOTHING;
      const own = seeds.map((seed) => {
        const right = scores.ofTask(task, task, seed, settings.toPlm, 'shared');
        return right === null ? null : shareRight(right, all);
      });
      const random = seeds.map((seed) =>
        meanOfKnown(scores.ofRandom(task, seed, settings.toPlm).map((right) => shareRight(right, all))),
      );
      return {
        target,
        trained: settings.trainTasks.includes(task.name),
        projected: estimate('projected'),
        zero: estimate('zero'),
        noise: estimate('noise'),
        shuffled: estimate('shuffled'),
        otherTask: estimate('otherTask'),
        own: overSeeds(own, SHARE),
        random: overSeeds(random, SHARE),
      };
    });
    const gap = seeds.map((_, seed) =>
      meanOfKnown(
        rows.map((row) => {
          const [right, swapped] = [row.projected.seeds[seed], row.otherTask.seeds[seed]];
          return right === null || swapped === null ? null : right - swapped;
        }),
      ),
    );
    return [
      {
        projector: settings.projector,
        objective: settings.objective,
        toPlm: settings.toPlm,
        parameters: done[0].parameters,
        trainTasks: settings.trainTasks.map(find),
        heldOutTasks: settings.heldOutTasks.map(find),
        rows,
        cosines: tasks.map((_, i) =>
          tasks.map((__, j) => meanOfKnown(done.map((cell) => cell.cosines[i]?.[j] ?? null)) ?? NaN),
        ),
        collapsed: done.filter(({ collapsed }) => collapsed).length * 2 > done.length,
        sourceSwapGap: overSeeds(gap) ?? NOTHING,
        losses: done.map(({ losses }) => losses),
      },
    ];
  });
}
