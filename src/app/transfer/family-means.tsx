/** Means over pairs of one family and of two, in full: with their intervals, by both measures. */
import type { ReactNode } from 'react';
import type { Estimate, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { estimateText, seedsText, type EstimateUnit } from '../../views/transfer/estimate-text.ts';

interface MeasureRow {
  readonly name: string;
  readonly meaning: string;
  readonly unit: EstimateUnit;
  readonly of: (means: TransferReport['sameType']) => Estimate | null;
}

const ROWS: readonly MeasureRow[] = [
  {
    name: 'share of the gain (recovery)',
    meaning:
      '0 %: no better than the best of majority, template alone and random prompts; 100 %: as good as the own one',
    unit: 'share',
    of: ({ recovery }) => recovery,
  },
  {
    name: 'relative performance',
    meaning: 'accuracy of another task’s prompt, in % of the own prompt’s',
    unit: 'percent',
    of: ({ relative }) => relative,
  },
];

export function FamilyMeans({ report }: { readonly report: TransferReport }): ReactNode {
  const { sameType, differentType } = report;
  return (
    <section className="figure figure-wide transfer-numbers">
      <h3>How much does a prompt of the same family bring, how much one of another?</h3>
      <p className="figure-facts">
        Means over ordered pairs of different tasks, [95 % intervals over seeds and pairs] · {report.plm} ·{' '}
        {seedsText(report)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">same family, {sameType.pairs} pairs</th>
            <th scope="col">two families, {differentType.pairs} pairs</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, meaning, unit, of }) => (
            <tr key={name}>
              <th scope="row">
                {name} <span className="quiet">{meaning}</span>
              </th>
              <td>{estimateText(of(sameType), unit)}</td>
              <td>{estimateText(of(differentType), unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
