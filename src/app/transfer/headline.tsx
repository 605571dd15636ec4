/** What the sweep says in a few numbers: same type against different type, and the best indicator. */
import type { ReactNode } from 'react';
import type { Estimate, PairMean, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import {
  correlationText,
  intervalText,
  minus,
  percentOf,
  seedsText,
  type EstimateUnit,
} from '../../views/transfer/estimate-text.ts';
import { sortedIndicators } from '../../views/transfer/indicator-layout.ts';
import { indicatorName } from '../../views/transfer/indicator-words.ts';

export function Headline({ report }: { readonly report: TransferReport }): ReactNode {
  const best = sortedIndicators(report, 'correlation').find(({ perTarget }) => perTarget !== null);
  const bracketed = [report.sameType, report.differentType].some(
    ({ relative }) => (relative?.interval ?? null) !== null,
  );
  return (
    <section className="transfer-headline" aria-label="The sweep in numbers">
      <dl>
        <Comparison
          name="Relative performance"
          meaning="accuracy of another task’s prompt, in % of the own prompt’s"
          unit="percent"
          same={report.sameType.relative}
          different={report.differentType.relative}
        />
        <Comparison
          name="Recovery"
          meaning="0 %: no better than a random prompt; 100 %: as good as the own one"
          unit="share"
          same={report.sameType.recovery}
          different={report.differentType.recovery}
        />
        <div>
          <dt>Best indicator</dt>
          <dd>
            {best === undefined ? (
              <p className="quiet">No indicator has a correlation yet.</p>
            ) : (
              <>
                <p className="transfer-number">{indicatorName(best)}</p>
                <p>ρ per target {correlationText(best.perTarget, 'target')}</p>
                <p className="quiet">{best.meaning}</p>
              </>
            )}
          </dd>
        </div>
      </dl>
      <p className="quiet">
        {pairsText('of the same type', report.sameType)},{' '}
        {pairsText('of different types', report.differentType)} · {report.plm} · {seedsText(report)} ·{' '}
        {report.done} of {report.total} cells of the sweep done · made by: {report.madeBy}; engine:{' '}
        {report.engine}.{bracketed && ' In brackets: 95 % intervals over seeds and pairs.'}
      </p>
    </section>
  );
}

function pairsText(kind: string, { pairs }: PairMean): string {
  return `${pairs} ordered pair${pairs === 1 ? '' : 's'} ${kind}`;
}

interface ComparisonProps {
  readonly name: string;
  readonly meaning: string;
  readonly unit: EstimateUnit;
  readonly same: Estimate | null;
  readonly different: Estimate | null;
}

function Comparison({ name, meaning, unit, same, different }: ComparisonProps): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Side className="transfer-same" kind="same type" estimate={same} unit={unit} />
        <Side className="transfer-different" kind="different type" estimate={different} unit={unit} />
        <p className="quiet">{meaning}</p>
      </dd>
    </div>
  );
}

function Side(props: {
  readonly className: string;
  readonly kind: string;
  readonly estimate: Estimate | null;
  readonly unit: EstimateUnit;
}): ReactNode {
  const { estimate, unit } = props;
  return (
    <p className={`transfer-side ${props.className}`}>
      <span>{props.kind}</span>{' '}
      {estimate === null ? (
        <span className="quiet">not measured</span>
      ) : (
        <>
          <span className="transfer-number">{minus(percentOf(estimate.mean, unit).toFixed(1))} %</span>{' '}
          <span className="quiet">{intervalText(estimate.interval, unit)}</span>
        </>
      )}
    </p>
  );
}
