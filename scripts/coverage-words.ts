/** Coverage of what a verbalizer's report says: accuracies and differences over templates, supports and rows. */
import type { RandomStream } from '../src/experiment/random.ts';
import {
  accuracyOver,
  differenceOver,
  type CellAnswers,
} from '../src/experiment/verbalizer/mean-over-cells.ts';
import { holds, simulated, times, type Caveat, type Scenario, type Trial } from './coverage-parts.ts';

/** How far answers vary with what is drawn: standard deviations beside a noise of 1 of each answer. */
interface Grid {
  readonly rows: number;
  readonly templates: number;
  readonly supports: number;
  readonly ofRows: number;
  readonly ofTemplates: number;
  readonly ofSupports: number;
  /** Of a template and a support together. */
  readonly ofBoth: number;
}

/** Rows that are hard are so for both variants; how a template suits is a variant's own. */
const LEVELS = { before: 0.1, after: 0.5 } as const;

const ROWS = { rows: 500, ofRows: 1 } as const;
/** Of zero-shot accuracies as measured: templates differ by 2 to 14 points, supports by one. */
const GRIDS: readonly (Grid & { readonly name: string; readonly caveat: Caveat | null })[] = [
  {
    name: '4 templates that differ much, 3 supports',
    ...{ ...ROWS, templates: 4, supports: 3, ofTemplates: 0.4, ofSupports: 0.05, ofBoth: 0.05 },
    caveat: null,
  },
  {
    name: '4 templates that differ little, 3 supports',
    ...{ ...ROWS, templates: 4, supports: 3, ofTemplates: 0.08, ofSupports: 0.04, ofBoth: 0.04 },
    caveat: null,
  },
  {
    name: '4 templates, 3 supports that differ as much',
    ...{ ...ROWS, templates: 4, supports: 3, ofTemplates: 0.2, ofSupports: 0.2, ofBoth: 0.1 },
    caveat: null,
  },
  {
    name: 'one template that is meant, 5 supports',
    ...{ ...ROWS, templates: 1, supports: 5, ofTemplates: 0, ofSupports: 0.1, ofBoth: 0 },
    caveat: null,
  },
  {
    name: '2 templates, of any, 3 supports',
    ...{ ...ROWS, templates: 2, supports: 3, ofTemplates: 0.4, ofSupports: 0.05, ofBoth: 0.05 },
    caveat: { low: 0, high: 0.9, why: 'of one or two templates nothing is known of others: it is of these' },
  },
];

/** Whether each row is right, as a class of two: 1 is the truth of all. */
function answers(grid: Grid, ease: readonly number[], level: number, stream: RandomStream): CellAnswers[] {
  const { templates, supports, ofTemplates, ofSupports, ofBoth } = grid;
  const ofSeed = times(supports, () => stream.normal(0, ofSupports));
  return times(templates, (template) => {
    const suits = stream.normal(level, ofTemplates);
    return times(supports, (seed) => {
      const here = suits + ofSeed[seed] + stream.normal(0, ofBoth);
      return { template, seed, predictions: ease.map((own) => Number(here + own + stream.normal() > 0)) };
    });
  }).flat();
}

function scenarios(grid: (typeof GRIDS)[number]): readonly Scenario[] {
  const { rows, ofRows, ofTemplates, ofSupports, ofBoth, name, caveat } = grid;
  const deviation = Math.sqrt(1 + ofRows ** 2 + ofTemplates ** 2 + ofSupports ** 2 + ofBoth ** 2);
  let known: readonly [number, number] | null = null;
  const accuracyAt = (level: number): number =>
    simulated(400_000, (stream) => Number(stream.normal(level, deviation) > 0));
  const truths = (): readonly [number, number] =>
    (known ??= [accuracyAt(LEVELS.before), accuracyAt(LEVELS.after)]);
  const truth = new Array<number>(rows).fill(1);
  const of = (interval: string, trial: Trial): Scenario => ({
    interval,
    data: name,
    caveat,
    brief: true,
    trial,
  });
  const ease = (stream: RandomStream): readonly number[] => times(rows, () => stream.normal(0, ofRows));
  return [
    of('words: accuracy', (stream) =>
      holds(accuracyOver(answers(grid, ease(stream), LEVELS.after, stream), truth)?.interval, truths()[1]),
    ),
    of('words: difference of variants', (stream) => {
      const same = ease(stream);
      const before = answers(grid, same, LEVELS.before, stream);
      const after = answers(grid, same, LEVELS.after, stream);
      return holds(differenceOver(before, after, truth)?.interval, truths()[1] - truths()[0]);
    }),
  ];
}

export const WORD_SCENARIOS: readonly Scenario[] = GRIDS.flatMap(scenarios);
