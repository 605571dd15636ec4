/** What results of growing runs hold for. */
import { same } from '../../sweep/same.ts';
import type { GrowthSweep } from '../growth-recipe.ts';

const ofNeurons = ({ plm, scoreRows, selectNeurons }: GrowthSweep) => ({ plm, scoreRows, selectNeurons });

/** Whether two sweeps score neurons alike. */
export const sameScores = (now: GrowthSweep, then: GrowthSweep): boolean =>
  now.plm === then.plm && now.scoreRows === then.scoreRows;

/** Whether two sweeps have the same stages of the same parts. */
export const sameGrowth = (now: GrowthSweep, then: GrowthSweep): boolean =>
  same(
    [now.stages, now.selectLayers, now.growth, now.decoder, ofNeurons(now)],
    [then.stages, then.selectLayers, then.growth, then.decoder, ofNeurons(then)],
  );
