/** What happens when neurons of a prompt are switched off: its own, as many at random, another task's, all. */
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import { MASK, maskTargets, type NeuronMask } from '../../../experiment/transfer/cells/mask.ts';
import type {
  MaskDifference,
  MaskingPoint,
  MaskingReport,
  MaskKind,
} from '../../../experiment/transfer/masking-report.ts';
import type { PairedDifference } from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, overSeeds, SHARE } from './over-seeds.ts';
import { pairedDifference } from './paired-rows.ts';
import { rightRows, type SweepScores } from './sweep-scores.ts';

function masksOf(kind: MaskKind, draws: number, other: string | null): readonly NeuronMask[] {
  switch (kind) {
    case 'own':
      return [{ kind: 'own' }];
    case 'random':
      return Array.from({ length: draws }, (_, draw) => ({ kind: 'random', draw }));
    case 'other-task':
      return other === null ? [] : [{ kind: 'other-task', task: other }];
  }
  return kind satisfies never;
}

const KINDS: readonly MaskKind[] = ['own', 'random', 'other-task'];

/** Mean over several lists, row by row; null for none. */
function meanRows(several: readonly Float64Array[]): Float64Array | null {
  const [first] = several;
  return several.length === 0 ? null : first.map((_, row) => meanOf(several.map((rows) => rows[row])));
}

/** Own rows minus random ones, paired row by row and seed by seed; seeds that lack one of the two are left out. */
function ownMinusRandom(
  own: readonly (Float64Array | null)[],
  random: readonly (Float64Array | null)[],
): PairedDifference | null {
  const [a, b]: [Float64Array[], Float64Array[]] = [[], []];
  own.forEach((rows, seed) => {
    const others = random[seed];
    if (rows === null || others === null) return;
    a.push(rows);
    b.push(others);
  });
  if (a.length === 0 || a[0].length === 0) return null;
  const { mean, interval } = pairedDifference(a, b);
  return interval === null ? null : { mean, interval };
}

/** By seed the rows that a kind of mask gets right, mean over its masks. */
type SeedRows = readonly (Float64Array | null)[];

const overall = (rows: SeedRows): MaskingPoint['accuracy'] | null =>
  overSeeds(
    rows.map((seed) => (seed === null || seed.length === 0 ? null : meanOf(Array.from(seed)))),
    SHARE,
  );

export function maskingReports(scores: SweepScores): readonly MaskingReport[] {
  const { masking } = scores.record.recipe;
  if (masking === null) return [];
  const { tasks, seeds } = scores;
  const find = (name: string): number => tasks.findIndex((task) => task.name === name);
  const familyOf = (name: string): string => tasks[find(name)].family;
  const names = tasks.map(({ name }) => name);
  return masking.tasks.flatMap((task) => {
    const other =
      names.find((name) => familyOf(name) !== familyOf(task)) ?? names.find((name) => name !== task) ?? null;
    return maskTargets(task, names, familyOf).flatMap((target): readonly MaskingReport[] => {
      const swept: SweptTask = tasks[find(target)];
      const kept = scores.keptRows(tasks[find(task)], swept).filter((row) => row < masking.rows);
      const rowsOf = (mask: NeuronMask, share: number, seed: number): Float64Array | null => {
        const result = scores.result(MASK, { kind: 'mask', task, target, mask, share, seed });
        if (result === null) return null;
        const right = rightRows(result.predictions, swept.truth);
        return Float64Array.from(kept, (row) => right[row]);
      };
      const measured = (kind: MaskKind, share: number): SeedRows => {
        // With nothing or everything switched off there is one measurement, of all three masks.
        const one = share === 0 || share === 1;
        const masks = masksOf(one ? 'own' : kind, masking.randomMasks, other);
        return seeds.map((seed) =>
          meanRows(masks.map((mask) => rowsOf(mask, share, seed)).filter((rows) => rows !== null)),
        );
      };
      const shares = masking.shares.filter((share) => share < 1);
      const points = shares.flatMap((share) =>
        KINDS.flatMap((kind): readonly MaskingPoint[] => {
          const accuracy = overall(measured(kind, share));
          return accuracy === null ? [] : [{ share, mask: kind, accuracy }];
        }),
      );
      if (points.length === 0) return [];
      const between = shares
        .filter((share) => share > 0)
        .map((share) => ({ share, own: measured('own', share), random: measured('random', share) }));
      const differences = between.flatMap(({ share, own, random }): readonly MaskDifference[] => {
        const difference = ownMinusRandom(own, random);
        return difference === null ? [] : [{ share, difference }];
      });
      const overShares = (of: (share: (typeof between)[number]) => SeedRows): SeedRows =>
        seeds.map((_, seed) => {
          const known = between.map((share) => of(share)[seed]).filter((rows) => rows !== null);
          return known.length < between.length ? null : meanRows(known);
        });
      const relation =
        target === task ? 'own' : familyOf(target) === familyOf(task) ? 'same-type' : 'different-type';
      return [
        {
          task: find(task),
          target: find(target),
          relation,
          rows: kept.length,
          points,
          differences,
          overall: ownMinusRandom(
            overShares(({ own }) => own),
            overShares(({ random }) => random),
          ),
          allOff: masking.shares.includes(1) ? overall(measured('own', 1)) : null,
        },
      ];
    });
  });
}
