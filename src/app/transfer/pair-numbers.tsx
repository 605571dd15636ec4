/** The locked pair in full: values with their seeds, the difference on the same rows, similarity by each indicator. */
import type { ReactNode, Ref } from 'react';
import type { Estimate, TransferCell, TransferReport } from '../../experiment/transfer/transfer-report.ts';
import {
  estimateText,
  intervalText,
  isSameType,
  minus,
  percentOf,
  rowsText,
  type EstimateUnit,
  type TaskPair,
} from '../../views/transfer/estimate-text.ts';
import { indicatorName } from '../../views/transfer/indicator-names.ts';
import { useLinked } from './link-store.ts';

export interface PairNumbersProps {
  readonly report: TransferReport;
  /** Takes the focus when the pair is opened by keyboard. */
  readonly heading: Ref<HTMLHeadingElement>;
  /** Further ways on from a pair, such as to its run or its examples. */
  readonly actions?: (pair: TaskPair) => ReactNode;
}

export function PairNumbers({ report, heading, actions }: PairNumbersProps): ReactNode {
  const { locked: pair } = useLinked(report);
  if (pair === null) {
    return (
      <section className="figure transfer-numbers">
        <h3 ref={heading} tabIndex={-1}>
          One pair in full
        </h3>
        <p className="quiet">Click a cell of the matrix to see all its numbers here.</p>
      </section>
    );
  }
  const cell = report.cells[pair.target][pair.source];
  const source = report.tasks[pair.source].name;
  const target = report.tasks[pair.target].name;
  return (
    <section className="figure transfer-numbers">
      <h3 ref={heading} tabIndex={-1}>
        The prompt of <em>{source}</em> on <em>{target}</em>
      </h3>
      <p className="figure-facts">
        {relationText(report, pair)}
        {cell !== null && ` · ${rowsText(cell.rows)} · ${leakText(cell, source)}`}
      </p>
      <div className="transfer-numbers-columns">
        {cell === null ? (
          <p className="quiet">This pair was not measured yet; let the sweep go on to fill its cell.</p>
        ) : (
          <CellNumbers report={report} pair={pair} cell={cell} />
        )}
        <Similarities report={report} pair={pair} />
      </div>
      {actions !== undefined && <div className="transfer-numbers-actions">{actions(pair)}</div>}
    </section>
  );
}

function relationText(report: TransferReport, pair: TaskPair): string {
  const { family } = report.tasks[pair.source];
  if (pair.source === pair.target) return `the task’s own prompt (${family})`;
  return isSameType(report, pair)
    ? `same type (${family})`
    : `different types (${family} → ${report.tasks[pair.target].family})`;
}

function leakText({ leaked }: TransferCell, source: string): string {
  return leaked === 0
    ? 'no row left out'
    : `${leaked} leaked row${leaked === 1 ? '' : 's'} left out, which ${source} was trained on`;
}

function CellNumbers(props: {
  readonly report: TransferReport;
  readonly pair: TaskPair;
  readonly cell: TransferCell;
}): ReactNode {
  const { report, pair, cell } = props;
  const target = report.tasks[pair.target];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Mean [95 % interval]</th>
          {report.seeds.map((seed) => (
            <th key={seed} scope="col">
              seed {seed}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <EstimateRow name="accuracy" estimate={cell.accuracy} unit="share" seeds={report.seeds} />
        <EstimateRow
          name="relative performance"
          estimate={cell.relative}
          unit="percent"
          seeds={report.seeds}
        />
        {cell.recovery === null ? (
          <tr>
            <th scope="row">recovery</th>
            <td colSpan={1 + report.seeds.length}>
              nothing to transfer: the own prompt is not reliably above the best of the untrained
            </td>
          </tr>
        ) : (
          <EstimateRow name="recovery" estimate={cell.recovery} unit="share" seeds={report.seeds} />
        )}
        <tr>
          <th scope="row">difference to the own prompt</th>
          <td colSpan={1 + report.seeds.length}>
            {cell.difference === null
              ? 'not measured'
              : `${minus((cell.difference.mean * 100).toFixed(1))} points ${intervalText(cell.difference.interval, 'share')}, paired on the same rows`}
          </td>
        </tr>
        <EstimateRow
          name={`own prompt of ${target.name}`}
          estimate={target.own}
          unit="share"
          seeds={report.seeds}
        />
        <EstimateRow name="random prompts" estimate={target.random} unit="share" seeds={report.seeds} />
        <tr>
          <th scope="row">template alone; majority</th>
          <td colSpan={1 + report.seeds.length}>
            {target.noPrompt === null ? 'not measured' : `${(target.noPrompt * 100).toFixed(1)} %`};{' '}
            {Number.isFinite(target.majority) ? `${(target.majority * 100).toFixed(1)} %` : 'not stated'}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function EstimateRow(props: {
  readonly name: string;
  readonly estimate: Estimate | null;
  readonly unit: EstimateUnit;
  readonly seeds: readonly number[];
}): ReactNode {
  const { estimate, unit } = props;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>{estimateText(estimate, unit).replace(/, \d+ seeds?$/, '')}</td>
      {props.seeds.map((seed, i) => {
        const value = estimate?.seeds[i] ?? null;
        return (
          <td key={seed} className="number">
            {value === null ? '—' : minus(percentOf(value, unit).toFixed(1))}
          </td>
        );
      })}
    </tr>
  );
}

function Similarities(props: { readonly report: TransferReport; readonly pair: TaskPair }): ReactNode {
  const { report, pair } = props;
  if (report.indicators.length === 0)
    return <p className="quiet">Similarities come once both prompts are trained.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Similarity by</th>
          <th scope="col">this pair</th>
          <th scope="col">mean same type</th>
          <th scope="col">mean different</th>
        </tr>
      </thead>
      <tbody>
        {report.indicators.map((indicator) => (
          <tr key={indicatorName(indicator)}>
            <th scope="row" title={indicator.meaning}>
              {indicatorName(indicator)}
            </th>
            {[indicator.values[pair.target][pair.source], indicator.sameType, indicator.differentType].map(
              (value, i) => (
                <td key={i} className="number">
                  {value === null ? '—' : minus(value.toFixed(3))}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
