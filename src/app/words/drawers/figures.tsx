/** Figures of the drawers that are drawn straight from the report. */
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import {
  CONFUSION_TITLE,
  CONFUSION_VIEWS,
  confusionFinding,
  confusionMatrix,
  confusionTable,
  confusionText,
  type ConfusionView,
} from '../../../views/words/confusion.ts';
import {
  hasLearned,
  LEARNED_TITLE,
  learnedDots,
  learnedTable,
  learnedText,
} from '../../../views/words/learned-dots.ts';
import { learnedWeights, weightsTable, weightsText } from '../../../views/words/learned-weights.ts';
import {
  SMALL_TITLE,
  smallTable,
  smallText,
  smallWaterfalls,
  type SmallWaterfall,
} from '../../../views/words/small-waterfalls.ts';
import {
  SUPPORT_TITLE,
  supportCurve,
  supportFinding,
  supportTable,
  supportText,
} from '../../../views/words/support-curve.ts';
import { waterfall } from '../../../views/words/waterfall.ts';
import { waterfallTable, waterfallText } from '../../../views/words/waterfall-words.ts';
import type { Palette } from '../../../views/palette.ts';
import { FigurePlace } from '../../controls/figure-card.tsx';
import { Segmented } from '../../controls/segmented.tsx';
import { ALL_ON } from '../step-switches.ts';
import { waterfallOfTask } from '../waterfall-of-task.ts';
import { weightsOfTask } from '../weights-of-task.ts';
import type { ShownRun } from '../words-lab-types.ts';
import { useWords, useWordsLab } from '../words-lab-context.ts';
import { useWordsShown } from '../words-reading.ts';
import { WordsFigure } from './words-figure.tsx';

export const NO_RUN = 'Numbers are there as soon as a run is shown.';

export function ConfusionFigure(): ReactNode {
  const { run } = useWordsShown();
  return run === null ? (
    <FigurePlace title={CONFUSION_TITLE} state={{ kind: 'empty', why: NO_RUN }} />
  ) : (
    <Confusion run={run} />
  );
}

const VIEW_CHOICES = CONFUSION_VIEWS.map((view) => [view, view] as const);

function Confusion({ run }: { readonly run: ShownRun }): ReactNode {
  const [view, setView] = useState<ConfusionView>('difference');
  const { task, seeds } = run;
  const input = useMemo(() => ({ labels: task.labels, ...task.confusion }), [task]);
  const draw = useCallback(
    (width: number, palette: Palette) => confusionMatrix(input, view, width, palette),
    [input, view],
  );
  return (
    <WordsFigure
      run={run}
      name={`confusion-${view}`}
      text={confusionText(view, task.rows, task.templates.length * seeds.length)}
      finding={confusionFinding(input)}
      controls={<Segmented legend="Answers" value={view} options={VIEW_CHOICES} onChange={setView} />}
      table={() => confusionTable(input, view)}
      draw={draw}
    />
  );
}

export function SupportFigure(): ReactNode {
  const { run } = useWordsShown();
  const curve = run?.task.supportCurve ?? [];
  return run === null || curve.length === 0 ? (
    <FigurePlace
      title={SUPPORT_TITLE}
      state={{
        kind: 'empty',
        why: 'This run has one size of support set alone. A run with several sizes draws the curve.',
      }}
    />
  ) : (
    <WordsFigure
      run={run}
      name="support-size"
      text={supportText(curve, run.task.rows)}
      finding={supportFinding(curve)}
      table={() => supportTable(curve)}
      draw={(width) => supportCurve(curve, width)}
    />
  );
}

export function LearnedFigure(): ReactNode {
  const { run } = useWordsShown();
  const input = run === null ? null : { table: run.task.table, plain: 'KPT+CC', rows: run.task.rows };
  if (run === null || input === null || !hasLearned(input))
    return (
      <FigurePlace
        title={LEARNED_TITLE}
        state={{ kind: 'empty', why: 'Nothing was learned in this run: it has no labelled rows.' }}
      />
    );
  return (
    <div className="figures">
      <WordsFigure
        run={run}
        name="learned"
        text={learnedText(input)}
        table={() => learnedTable(input)}
        draw={(width) => learnedDots(input, width)}
      />
      <WeightsFigure run={run} />
    </div>
  );
}

function WeightsFigure({ run }: { readonly run: ShownRun }): ReactNode {
  const shown = useWords((state) => state.logits?.logits ?? null);
  const weights = useMemo(() => weightsOfTask(run.task, shown), [run, shown]);
  if (weights === null) return null;
  return (
    <WordsFigure
      run={run}
      name="weights"
      text={weightsText(weights)}
      table={() => weightsTable(weights)}
      draw={(width) => learnedWeights(weights, width)}
    />
  );
}

export function AllTasksFigure(): ReactNode {
  const { run } = useWordsShown();
  const lab = useWordsLab();
  const recorded = useWords((state) => state.recorded);
  const all = useMemo(
    () =>
      recorded.map((one): SmallWaterfall => ({
        plm: one.plm,
        task: one.task.task,
        input: waterfallOfTask({ ...one, trained: null }, ALL_ON, {}),
      })),
    [recorded],
  );
  const draw = useCallback((width: number) => smallWaterfalls(all, width), [all]);
  if (run === null || all.length === 0)
    return (
      <FigurePlace
        title={SMALL_TITLE}
        state={{ kind: 'empty', why: 'No recorded run of words ships with this page.' }}
      />
    );
  return (
    <>
      <WordsFigure
        run={run}
        name="all-tasks"
        text={smallText(all)}
        table={() => smallTable(all)}
        draw={draw}
      />
      <p className="words-all-choices">
        Show{' '}
        {all.map(({ plm, task }) => (
          <button
            key={`${plm} ${task}`}
            type="button"
            className="small"
            onClick={() => lab.choose(plm, task)}
          >
            {task} on {plm}
          </button>
        ))}
      </p>
    </>
  );
}

/** The waterfall of the place with its table and files. */
export function WaterfallFigure(): ReactNode {
  const { run, waterfall: input } = useWordsShown();
  if (run === null || input === null) return null;
  return (
    <WordsFigure
      run={run}
      name="steps"
      text={waterfallText(input)}
      table={() => waterfallTable(input)}
      draw={(width) => waterfall(input, { width, height: 300, type: 1, isNamed: true })}
    />
  );
}
