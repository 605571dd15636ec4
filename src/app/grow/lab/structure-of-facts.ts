/** What a PLM is made of as its catalogue says it, until it is opened: as many like layers as it names. */
import type { ModelFacts } from '../../../experiment/model-facts.ts';
import type { GrownStructure } from '../../../experiment/progressive/growth-record.ts';

export const structureOfFacts = ({
  layers,
  feedForward,
  width,
  vocabulary,
}: Pick<ModelFacts, 'layers' | 'feedForward' | 'width' | 'vocabulary'>): GrownStructure => ({
  layers: Array.from({ length: layers }, () => ({ side: 'encoder', neurons: [feedForward] })),
  separable: true,
  width,
  vocabulary,
  gated: false,
});
