/** A figure of the run shown. */
import type { ReactNode } from 'react';
import { DrawnFigure, type DrawnFigureProps } from '../../controls/drawn-figure.tsx';
import type { ShownRun } from '../words-lab-types.ts';

export interface WordsFigureProps extends Omit<DrawnFigureProps, 'madeBy'> {
  readonly run: ShownRun;
}

/** @param props `name` is the last part of its files' names */
export function WordsFigure({ run, name, ...figure }: WordsFigureProps): ReactNode {
  return <DrawnFigure {...figure} name={`${run.plm}-${run.task.task}-${name}`} madeBy={run.madeBy} />;
}
