/** The matrix in words: its title, what a cell says, its table. */
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { FigureText } from '../standalone-svg.ts';
import type { Cell, TableTwin } from '../table-twin.ts';
import {
  deviation,
  estimateText,
  isSameType,
  knownSeeds,
  rowsText,
  seedsText,
  type TaskPair,
} from './estimate-text.ts';
import { orderTasks, type MatrixOrder } from './matrix-order.ts';
import { MEASURES, type TransferMeasure } from './transfer-measure.ts';

export const ORDER_NAMES: Readonly<Record<MatrixOrder, string>> = {
  family: 'by family',
  cluster: 'by likeness',
  name: 'A–Z',
};

export function matrixText(report: TransferReport, measure: TransferMeasure, order: MatrixOrder): FigureText {
  const measured = report.cells.flat().filter((cell) => cell !== null);
  const rows = measured.map((cell) => cell.rows);
  const few = Math.min(...rows);
  const many = Math.max(...rows);
  const n =
    measured.length === 0 || many === 0
      ? ''
      : ` · n = ${few === many ? few : `${few}–${many}`} test rows a cell`;
  return {
    title: 'Whose soft prompt helps on which task?',
    facts:
      `${MEASURES[measure].name}, ${MEASURES[measure].scale} · ${report.plm} · ${measured.length} of ` +
      `${report.tasks.length ** 2} cells${n} · ${seedsText(report)} · ordered ${ORDER_NAMES[order]} · means leave out the diagonal`,
    howToRead: MEASURES[measure].signed
      ? 'Column: source; row: target. Orange: nearer to the own prompt; grey: no better than what needs no training; blue: worse. Outlined: own prompt.'
      : 'Column: source of the prompt; row: task it is tried on. The stronger the colour, the better; outlined: the task’s own prompt.',
  };
}

/** Row, column, values, n: what is shown beside the figure and announced when a cell is locked. */
export function cellText(report: TransferReport, { source, target }: TaskPair): string {
  const cell = report.cells[target][source];
  const names = `Prompt of ${report.tasks[source].name} on ${report.tasks[target].name}`;
  if (cell === null) return `${names}: not measured.`;
  const recovery =
    cell.recovery === null
      ? 'nothing to transfer (own prompt not reliably above what needs no training)'
      : `recovery ${estimateText(cell.recovery, 'share')}`;
  const leaked = cell.leaked === 0 ? '' : `, ${cell.leaked} leaked rows left out`;
  return (
    `${names}: relative ${estimateText(cell.relative, 'percent')}; accuracy ${estimateText(cell.accuracy, 'share')}; ` +
    `${recovery}; ${rowsText(cell.rows)}${leaked}.`
  );
}

const COLUMNS = [
  'target',
  'source',
  'type',
  'accuracy',
  'accuracy low',
  'accuracy high',
  'relative %',
  'relative low',
  'relative high',
  'recovery',
  'recovery low',
  'recovery high',
  'difference to own',
  'difference low',
  'difference high',
  'seeds',
  'sd of accuracy',
  'rows',
  'leaked rows left out',
] as const;

/** A row each pair, in the order of the matrix. */
export function matrixTable(report: TransferReport, order: MatrixOrder): TableTwin {
  const { order: tasks } = orderTasks(report, order);
  return {
    caption: 'Transfer of soft prompts, a row each pair of target and source',
    columns: COLUMNS,
    rows: tasks.flatMap((target) => tasks.map((source) => pairRow(report, { source, target }))),
  };
}

function pairRow(report: TransferReport, pair: TaskPair): readonly Cell[] {
  const { source, target } = pair;
  const cell = report.cells[target][source];
  const type = source === target ? 'own' : isSameType(report, pair) ? 'same type' : 'different type';
  const head = [report.tasks[target].name, report.tasks[source].name, type];
  if (cell === null) return [...head, ...COLUMNS.slice(head.length).map(() => null)];
  const seeds = knownSeeds(cell.accuracy);
  return [
    ...head,
    ...[cell.accuracy, cell.relative, cell.recovery, cell.difference].flatMap((estimate) => [
      rounded(estimate?.mean),
      rounded(estimate?.interval?.low),
      rounded(estimate?.interval?.high),
    ]),
    seeds.length,
    rounded(deviation(seeds)),
    cell.rows,
    cell.leaked,
  ];
}

/** Enough digits for any use of a table of shares and percentages. */
export function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value)
    ? null
    : Math.round(value * 1e5) / 1e5;
}
