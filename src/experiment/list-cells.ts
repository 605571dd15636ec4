/** Which cells a sweep has, in which order they are worked off, and which part of them a machine takes. */
import type { NeuronMask, SweepCell } from './sweep-cells.ts';
import type { MaskingSettings, TransferSweep } from './sweep-recipe.ts';

function trainingCells({ tasks, starts, seeds, plm, projections }: TransferSweep): SweepCell[] {
  const own = seeds.flatMap((seed) =>
    starts.flatMap((start) => tasks.map((task): SweepCell => ({ kind: 'train', task, start, seed, plm }))),
  );
  // A projector is compared with the prompts that the other PLM trains for itself.
  const others = [...new Set(projections.map(({ toPlm }) => toPlm))];
  const there = others.flatMap((other) =>
    seeds.flatMap((seed) =>
      tasks.map((task): SweepCell => ({ kind: 'train', task, start: 'shared', seed, plm: other })),
    ),
  );
  return [...own, ...there];
}

function baselineCells({ tasks, seeds, randomPrompts }: TransferSweep, plm: string): SweepCell[] {
  const none = tasks.map((target): SweepCell => ({
    kind: 'transfer',
    source: { kind: 'none' },
    target,
    seed: 0,
    plm,
  }));
  const random = seeds.flatMap((seed) =>
    Array.from({ length: randomPrompts }, (_, draw) => draw).flatMap((draw) =>
      tasks.map((target): SweepCell => ({
        kind: 'transfer',
        source: { kind: 'random', draw },
        target,
        seed,
        plm,
      })),
    ),
  );
  return [...none, ...random];
}

function transferCells({ tasks, starts, seeds, plm }: TransferSweep): SweepCell[] {
  return seeds.flatMap((seed) =>
    starts.flatMap((start) =>
      tasks.flatMap((task) =>
        tasks.map((target): SweepCell => ({
          kind: 'transfer',
          source: { kind: 'task', task, start },
          target,
          seed,
          plm,
        })),
      ),
    ),
  );
}

/** Scores of the other PLM's own prompts and of untrained ones on it. */
function projectionCells(sweep: TransferSweep): SweepCell[] {
  const { tasks, seeds, projections } = sweep;
  const others = [...new Set(projections.map(({ toPlm }) => toPlm))];
  const native = others.flatMap((plm) => [
    ...baselineCells(sweep, plm),
    ...seeds.flatMap((seed) =>
      tasks.map((target): SweepCell => ({
        kind: 'transfer',
        source: { kind: 'task', task: target, start: 'shared' },
        target,
        seed,
        plm,
      })),
    ),
  ]);
  const projected = projections.flatMap((_, index) =>
    seeds.map((seed): SweepCell => ({ kind: 'project', index, seed })),
  );
  const started = projections.flatMap(({ initialise }, index) =>
    seeds.flatMap((seed) =>
      initialise.map((task): SweepCell => ({ kind: 'initialise-projected', index, task, seed })),
    ),
  );
  return [...native, ...projected, ...started];
}

/**
 * The targets that a task's masks are measured on: itself, and the first other task of its type and of another type.
 * @param familyOf type of a task
 */
export function maskTargets(
  task: string,
  tasks: readonly string[],
  familyOf: (task: string) => string,
): readonly string[] {
  const others = tasks.filter((other) => other !== task);
  const same = others.find((other) => familyOf(other) === familyOf(task));
  const different = others.find((other) => familyOf(other) !== familyOf(task));
  return [task, same, different].filter((target) => target !== undefined);
}

function maskCells(
  masking: MaskingSettings,
  { tasks, seeds }: TransferSweep,
  familyOf: (task: string) => string,
): SweepCell[] {
  return seeds.flatMap((seed) =>
    masking.tasks.flatMap((task) => {
      const other =
        tasks.find((name) => familyOf(name) !== familyOf(task)) ?? tasks.find((name) => name !== task);
      const masks: NeuronMask[] = [
        { kind: 'own' },
        ...Array.from({ length: masking.randomMasks }, (_, draw): NeuronMask => ({ kind: 'random', draw })),
        ...(other === undefined ? [] : [{ kind: 'other-task', task: other } as const]),
      ];
      return maskTargets(task, tasks, familyOf).flatMap((target) =>
        masking.shares.flatMap((share) =>
          // Without neurons switched off all masks are one.
          (share === 0 ? masks.slice(0, 1) : masks).map((mask): SweepCell => ({
            kind: 'mask',
            task,
            target,
            mask,
            share,
            seed,
          })),
        ),
      );
    }),
  );
}

/**
 * All cells in the order in which one machine works them off: prompts seed by seed, so that the matrix begins to fill
 * early, then what is asked of them.
 * @param familyOf type of a task, which decides what masks are measured on
 */
export function cellsOf(sweep: TransferSweep, familyOf: (task: string) => string): readonly SweepCell[] {
  const neurons = sweep.seeds.flatMap((seed) =>
    sweep.starts.flatMap((start) =>
      sweep.tasks.map((task): SweepCell => ({ kind: 'neurons', task, start, seed })),
    ),
  );
  const initialise = sweep.seeds.flatMap((seed) =>
    sweep.initialisation.map(({ source, target }): SweepCell => ({
      kind: 'initialise',
      source,
      target,
      seed,
    })),
  );
  const recommend =
    sweep.recommendation === null
      ? []
      : sweep.seeds.flatMap((seed) =>
          sweep.tasks.map((target): SweepCell => ({ kind: 'recommend', target, seed })),
        );
  const cells = [
    ...baselineCells(sweep, sweep.plm),
    ...trainingCells(sweep),
    ...transferCells(sweep),
    ...neurons,
    ...initialise,
    ...(sweep.masking === null ? [] : maskCells(sweep.masking, sweep, familyOf)),
    ...recommend,
    ...(sweep.projections.length === 0 ? [] : projectionCells(sweep)),
  ];
  // Seeds one after the other: after the first the whole picture is there, the others add its spread.
  const order = new Map(sweep.seeds.map((seed, index) => [seed, index]));
  return cells
    .map((cell, index) => ({ cell, index, seed: order.get(cell.seed) ?? -1 }))
    .sort((a, b) => a.seed - b.seed || a.index - b.index)
    .map(({ cell }) => cell);
}

/** What a cell shares work with: cells with one owner are best run on one machine, where its prompt is trained once. */
function owner(cell: SweepCell, home: string): string {
  const seed = String(cell.seed);
  switch (cell.kind) {
    case 'train':
      return `${cell.plm} ${cell.start} ${cell.task} ${seed}`;
    case 'neurons':
      return `${home} ${cell.start} ${cell.task} ${seed}`;
    case 'transfer':
      return cell.source.kind === 'task'
        ? `${cell.plm} ${cell.source.start} ${cell.source.task} ${seed}`
        : `${cell.plm} ${cell.target} ${seed}`;
    case 'initialise':
      return `${home} shared ${cell.source} ${seed}`;
    case 'mask':
      return `${home} shared ${cell.task} ${seed}`;
    case 'recommend':
      return `${home} shared ${cell.target} ${seed}`;
    case 'project':
    case 'initialise-projected':
      return `project ${String(cell.index + 1)} ${seed}`;
  }
  return cell satisfies never;
}

/**
 * Part `index` (from 1) of `count`: every cell is in exactly one part, whatever runs where.
 * @param home the sweep's PLM
 */
export function shardOf(
  cells: readonly SweepCell[],
  home: string,
  index: number,
  count: number,
): readonly SweepCell[] {
  const owners = [...new Set(cells.map((cell) => owner(cell, home)))];
  const part = new Map(owners.map((name, at) => [name, at % count]));
  return cells.filter((cell) => part.get(owner(cell, home)) === index - 1);
}
