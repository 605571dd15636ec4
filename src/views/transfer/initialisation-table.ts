/** The numbers behind the curves of both starts. */
import type { CurvePoint } from '../../experiment/transfer/transfer-report.ts';
import type { TableTwin } from '../table-twin.ts';
import { initialisationText, startName, type InitialisationInput } from './initialisation-curves.ts';
import { rounded } from './matrix-words.ts';
import { speedUpWords } from './speed-up-words.ts';

/** A row each start, seed and evaluation; with early looks a row each look and start, and their difference, over seeds. */
export function initialisationTable({ report, run }: InitialisationInput): TableTwin {
  const rowsOf = (start: string, curves: readonly (readonly CurvePoint[])[]): TableTwin['rows'] =>
    curves.flatMap((curve, i) =>
      curve.map(({ step, accuracy }) => [start, report.seeds[i] ?? i, step, rounded(accuracy), null, null]),
    );
  const source = startName({ report, run });
  const looks = (run.early?.looks ?? []).flatMap(({ step, fromSource, fromRandom, difference }) =>
    [
      [source, fromSource] as const,
      ['random', fromRandom] as const,
      [`${source} − random`, difference] as const,
    ].map(([start, { mean, interval }]) => [
      start,
      'mean',
      step,
      rounded(mean),
      rounded(interval?.low),
      rounded(interval?.high),
    ]),
  );
  return {
    caption: `${initialisationText({ report, run }).title} ${speedUpWords(run)
      .map(({ text }) => text)
      .join('; ')}.`,
    columns: ['start', 'seed', 'step', 'dev accuracy', 'low', 'high'],
    rows: [...rowsOf(source, run.fromSource), ...rowsOf('random', run.fromRandom), ...looks],
  };
}
