/** How often the interval of a step of the verbalizer's chain holds the truth, on made data: templates and rows are drawn. */
import type { RandomStream } from '../src/experiment/random.ts';
import type { Interval } from '../src/experiment/statistics.ts';
import { stepDifference } from '../src/experiment/verbalizer/step-difference.ts';
import type { ChainVariant } from '../src/experiment/verbalizer/variants.ts';
import type { ReportedCell } from '../src/experiment/verbalizer/verbalize-report.ts';

export interface WordsDesign {
  readonly templates: number;
  readonly rows: number;
  /** Standard deviation of a template's gain, and of a support's, in shares. */
  readonly template: number;
  readonly support: number;
}

const SUPPORTS = [1, 2, 3];
const BEFORE = 0.5;
export const GAIN = 0.15;

/** Nearly normal. */
function normal(stream: RandomStream): number {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += stream.uniform();
  return sum;
}

/** The interval of a made run whose true gain is `GAIN`. */
export function intervalOfStep(stream: RandomStream, design: WordsDesign): Interval | null {
  const truth = Array.from({ length: design.rows }, () => 0);
  const names = Array.from({ length: design.templates }, (_, template) => String(template));
  const cells = names.flatMap((_, template) => {
    const gain = GAIN + design.template * normal(stream);
    // How hard a row is, is the same for all supports of a template.
    const hard = truth.map(() => stream.uniform());
    return SUPPORTS.flatMap((seed) => {
      const after = BEFORE + gain + design.support * normal(stream);
      const cell = (variant: ChainVariant, share: number): ReportedCell => ({
        variant,
        template,
        seed,
        shots: 0,
        accuracy: share,
        kept: [],
        support: [],
        labelled: [],
        words: [],
        predictions: hard.map((one) => Number(one >= share)),
      });
      return [cell('PT', BEFORE), cell('PT+CC', after)];
    });
  });
  return stepDifference({ cells, truth, templates: names, differences: [] }, 'PT', 'PT+CC')?.interval ?? null;
}
