/** How the curves are drawn: linear or logarithmic, by steps or by seconds. */
import type { ReactNode } from 'react';
import { Segmented } from '../controls/segmented.tsx';
import { useLab, useView } from '../lab-context.tsx';

export function LossControls(): ReactNode {
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
export function AbscissaControl(): ReactNode {
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
