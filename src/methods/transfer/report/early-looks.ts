/** Dev accuracies of two starts at the same early steps, and how far one is ahead of the other. */
import type { EarlyLooksReport, LookReport } from '../../../experiment/transfer/early-look-report.ts';
import type { EarlyLooks } from '../../../experiment/transfer/early-looks.ts';
import type { CurvePoint } from '../../../experiment/transfer/transfer-report.ts';
import { meanOf, overSeeds, SHARE } from './over-seeds.ts';

/** The curves of a seed; null where one of the two isn't there. */
export type StartsOfSeed = {
  readonly random: readonly CurvePoint[];
  readonly source: readonly CurvePoint[];
} | null;

/** What a difference of two accuracies can be. */
const DIFFERENCE = { low: -1, high: 1 } as const;

/** @param seeds in the order of the report's; a seed counts at a step where both of its starts were looked at */
export function earlyLooks(
  { examples, devRows, looks: steps }: EarlyLooks,
  seeds: readonly StartsOfSeed[],
): EarlyLooksReport {
  const at = (step: number): readonly ({ readonly random: number; readonly source: number } | null)[] =>
    seeds.map((starts) => {
      const found = (curve: readonly CurvePoint[] | undefined): number | undefined =>
        curve?.find((point) => point.step === step)?.accuracy;
      const [random, source] = [found(starts?.random), found(starts?.source)];
      return random === undefined || source === undefined ? null : { random, source };
    });
  const measured = steps.map((step) => ({ step, values: at(step) }));
  const looks = measured.flatMap(({ step, values }): readonly LookReport[] => {
    const over = (of: (value: { readonly random: number; readonly source: number }) => number) =>
      values.map((value) => (value === null ? null : of(value)));
    const [fromRandom, fromSource, difference] = [
      overSeeds(
        over(({ random }) => random),
        SHARE,
      ),
      overSeeds(
        over(({ source }) => source),
        SHARE,
      ),
      overSeeds(
        over(({ random, source }) => source - random),
        DIFFERENCE,
      ),
    ];
    return fromRandom === null || fromSource === null || difference === null
      ? []
      : [{ step, fromRandom, fromSource, difference }];
  });
  const leads = seeds.map((_, seed) => {
    const differences = measured.flatMap(({ values }) => {
      const value = values[seed];
      return value === null ? [] : [value.source - value.random];
    });
    return differences.length < steps.length ? null : meanOf(differences);
  });
  return { examples, devRows, looks, lead: overSeeds(leads, DIFFERENCE) };
}
