/** What Train has in its drawers, as a table: the bar, the shortcuts and their list read it. */
import type { ReactNode } from 'react';
import { CurveFigure } from '../figures/curve-figure.tsx';
import { ExamplesFigure } from '../figures/examples-figure.tsx';
import { HeatmapFigure } from '../figures/heatmap-figure.tsx';
import { TokensFigure } from '../figures/tokens-figure.tsx';
import type { DrawerTab } from '../frame/drawers.tsx';
import { CompareRuns } from './compare-runs.tsx';
import { AbscissaControl, LossControls } from './curve-controls.tsx';
import { AnswersNote, NeuronsNote, TokensNote } from './drawer-notes.tsx';
import { RepeatCheck } from './repeat-check.tsx';
import { ResultPanel } from './result-panel.tsx';
import { RunFiles } from './run-files.tsx';
import { RunProvenance } from './run-provenance.tsx';

export const TRAIN_DRAWERS: readonly DrawerTab[] = [
  { id: 'neurons', key: 'n', name: 'Neurons', note: <NeuronsNote />, content: () => <HeatmapFigure /> },
  { id: 'tokens', key: 'k', name: 'Soft tokens', note: <TokensNote />, content: () => <TokensFigure /> },
  { id: 'answers', key: 'a', name: 'Answers', note: <AnswersNote />, content: () => <ExamplesFigure /> },
  { id: 'tables', key: 'b', name: 'Tables', content: () => <Tables /> },
  { id: 'save', key: 'e', name: 'Save', note: '.plab, PEFT, .npy', content: () => <Save /> },
];

/** The numbers in full: what was measured beside what no training reaches, and the whole curves. */
function Tables(): ReactNode {
  return (
    <div className="figures">
      <RepeatCheck />
      <CompareRuns />
      <ResultPanel />
      <CurveFigure metric="loss" controls={<LossControls />} />
      <CurveFigure metric="accuracy" controls={<AbscissaControl />} />
    </div>
  );
}

function Save(): ReactNode {
  return (
    <>
      <RunProvenance />
      <RunFiles />
    </>
  );
}
