/** The Train place: a recipe on one side, the run that it makes on the other. */
import type { ReactNode } from 'react';
import { CurveFigure } from '../figures/curve-figure.tsx';
import { ExamplesFigure } from '../figures/examples-figure.tsx';
import { HeatmapFigure } from '../figures/heatmap-figure.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { TokensFigure } from '../figures/tokens-figure.tsx';
import { useLab, useRun, useView } from '../lab-context.tsx';
import { RecipeForm } from '../recipe/recipe-form.tsx';
import { RepeatCheck } from './repeat-check.tsx';
import { ResultPanel } from './result-panel.tsx';
import { RunFiles } from './run-files.tsx';
import { RunBanners } from './run-banners.tsx';
import { RunHead } from './run-head.tsx';
import { TryText } from './try-text.tsx';

export function TrainPage(): ReactNode {
  const shown = useRun((state) => state.recipe !== null);
  return (
    <div className="train">
      <RecipeForm />
      <div className="run">
        <RunHead />
        <RunBanners />
        {shown ? <Figures /> : <div className="figure-place" />}
      </div>
    </div>
  );
}

function Figures(): ReactNode {
  return (
    <div className="figures">
      <CurveFigure metric="loss" controls={<LossControls />} />
      <CurveFigure metric="accuracy" controls={<AbscissaControl />} />
      <RepeatCheck />
      <ResultPanel />
      <RunFiles />
      <HeatmapFigure />
      <TokensFigure />
      <ExamplesFigure />
      <TryText />
    </div>
  );
}

function LossControls(): ReactNode {
  const lab = useLab();
  const logarithmic = useView((state) => state.logarithmicLoss);
  return (
    <Segmented
      legend="y axis"
      value={logarithmic ? 'log' : 'linear'}
      options={[
        ['linear', 'linear'],
        ['log', 'log'],
      ]}
      onChange={(value) => lab.view.setState({ logarithmicLoss: value === 'log' })}
    />
  );
}

/** Both curves share their x-axis, so that the crosshair means the same step in both. */
function AbscissaControl(): ReactNode {
  const lab = useLab();
  const abscissa = useView((state) => state.abscissa);
  return (
    <Segmented
      legend="x axis, both curves"
      value={abscissa}
      options={[
        ['steps', 'steps'],
        ['seconds', 'seconds'],
      ]}
      onChange={(value) => lab.view.setState({ abscissa: value })}
    />
  );
}
