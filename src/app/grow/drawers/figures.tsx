/** Figures of the drawers that are drawn straight from the report. */
import { useCallback, useMemo, type ReactNode } from 'react';
import {
  closedFormOfPublished,
  PUBLISHED_SAVINGS,
} from '../../../experiment/progressive/published-savings.ts';
import { growCurves } from '../../../views/grow/grow-curves.ts';
import { curvesTable, curvesText } from '../../../views/grow/curves-words.ts';
import {
  LIKENESS_TITLE,
  likenessFigure,
  likenessFinding,
  likenessTable,
  likenessText,
} from '../../../views/grow/likeness.ts';
import { SCORES_TITLE, scoresFigure, scoresTable, scoresText } from '../../../views/grow/neuron-scores.ts';
import { armRows, outcomeTable, outcomeText } from '../../../views/grow/outcome.ts';
import {
  publishedFigure,
  publishedFinding,
  publishedTable,
  publishedText,
} from '../../../views/grow/published.ts';
import { readersGrid, readersOf, readersTable, readersText } from '../../../views/grow/readers-grid.ts';
import { stagesFigure } from '../../../views/grow/stages-figure.ts';
import { stagesTable, stagesText } from '../../../views/grow/stages-words.ts';
import type { Palette } from '../../../views/palette.ts';
import { DrawnFigure } from '../../controls/drawn-figure.tsx';
import { FigurePlace } from '../../controls/figure-card.tsx';
import { curvesInput } from '../curves-panel.tsx';
import { useGrow } from '../grow-lab-context.ts';
import type { ShownGrowth } from '../grow-lab-types.ts';
import { useGrowView } from '../grow-view-store.ts';
import { wholeOf } from '../stage-draft.ts';

const NO_RUN = 'Numbers are there as soon as a run is shown.';

const fileName = ({ report: { plm, task } }: ShownGrowth, name: string): string => `${plm}-${task}-${name}`;

export function ScoresFigure(): ReactNode {
  const shown = useGrow((state) => state.shown);
  const scores = shown?.scores ?? null;
  if (shown === null || scores === null)
    return (
      <FigurePlace
        title={SCORES_TITLE}
        state={{
          kind: 'empty',
          why: 'No neuron was scored: this run cuts none, keeps random ones, or its file can’t be reached.',
        }}
      />
    );
  return (
    <DrawnFigure
      name={fileName(shown, 'neuron-scores')}
      madeBy={shown.madeBy}
      text={scoresText(scores)}
      table={() => scoresTable(scores)}
      draw={(width) => scoresFigure(scores, width)}
    />
  );
}

export function LikenessFigure(): ReactNode {
  const shown = useGrow((state) => state.shown);
  if (shown === null || shown.report.similarity.length === 0)
    return (
      <FigurePlace
        title={LIKENESS_TITLE}
        state={{
          kind: 'empty',
          why: 'No prompt was trained on a part alone in this run. A setting asks for it; it trains two runs a stage and seed more.',
        }}
      />
    );
  const { similarity, stages, seeds } = shown.report;
  const input = { similarity, stages, seeds: seeds.length };
  return (
    <DrawnFigure
      name={fileName(shown, 'likeness')}
      madeBy={shown.madeBy}
      text={likenessText(input)}
      finding={likenessFinding(input)}
      table={() => likenessTable(input)}
      draw={(width) => likenessFigure(input, width)}
    />
  );
}

/** It is of the paper alone, whatever is shown. */
export function PublishedFigure(): ReactNode {
  const savings = useMemo(
    () => PUBLISHED_SAVINGS.map((saving) => ({ ...saving, closedForm: closedFormOfPublished(saving) })),
    [],
  );
  const draw = useCallback((width: number) => publishedFigure(savings, width), [savings]);
  return (
    <DrawnFigure
      name="published-costs"
      madeBy={{ madeBy: 'Huang et al. 2022, table 1; closed form computed here' }}
      text={publishedText()}
      finding={publishedFinding(savings)}
      table={() => publishedTable(savings)}
      draw={draw}
    />
  );
}

/** The pictures of the place with their tables and files. */
export function PlaceFigures(): ReactNode {
  const shown = useGrow((state) => state.shown);
  if (shown === null) return <FigurePlace title="Tables" state={{ kind: 'empty', why: NO_RUN }} />;
  return (
    <div className="figures">
      <StagesOfRun shown={shown} />
      <CurvesOfRun shown={shown} />
      <OutcomeOfRun shown={shown} />
      <ReadersOfRun shown={shown} />
    </div>
  );
}

interface OfRun {
  readonly shown: ShownGrowth;
}

function StagesOfRun({ shown }: OfRun): ReactNode {
  const { report, structure } = shown;
  const input = useMemo(
    () => ({
      stages: report.stages,
      depth: structure.layers.length,
      widest: wholeOf(structure, report.recipe.decoder).neurons,
      now: null,
    }),
    [report, structure],
  );
  return (
    <DrawnFigure
      name={fileName(shown, 'stages')}
      madeBy={shown.madeBy}
      text={stagesText(input)}
      table={() => stagesTable(input)}
      draw={(width) => stagesFigure(input, { width, height: 340, type: 1 })}
    />
  );
}

function CurvesOfRun({ shown }: OfRun): ReactNode {
  const axis = useGrowView((view) => view.axis);
  const input = useMemo(() => curvesInput(shown, axis), [shown, axis]);
  return (
    <DrawnFigure
      name={fileName(shown, `curves-${axis}`)}
      madeBy={shown.madeBy}
      text={curvesText(input)}
      table={() => curvesTable(input)}
      draw={(width) => growCurves(input, { width, height: 300, type: 1 })}
    />
  );
}

function OutcomeOfRun({ shown }: OfRun): ReactNode {
  const input = useMemo(() => ({ report: shown.report, rows: shown.testRows }), [shown]);
  return (
    <DrawnFigure
      name={fileName(shown, 'test')}
      madeBy={shown.madeBy}
      text={outcomeText(input)}
      table={() => outcomeTable(input)}
      draw={(width) => armRows(input, { width, type: 1 })}
    />
  );
}

function ReadersOfRun({ shown }: OfRun): ReactNode {
  const chosen = useGrowView((view) => view.point);
  const input = useMemo(() => readersOf(shown.report.grid, shown.report.majority), [shown]);
  const point = chosen ?? Math.max(0, (input?.steps.length ?? 1) - 1);
  const draw = useCallback(
    (width: number, palette: Palette) =>
      readersGrid(
        input ?? { depths: [], widths: [], steps: [], accuracy: [], rows: 0, seeds: 0, guess: 0 },
        point,
        { width: Math.min(560, width), height: 240, type: 1 },
        palette,
      ),
    [input, point],
  );
  if (input === null) return null;
  return (
    <DrawnFigure
      name={fileName(shown, 'readers')}
      madeBy={shown.madeBy}
      text={readersText(input, point)}
      table={() => readersTable(input, point)}
      draw={draw}
    />
  );
}
