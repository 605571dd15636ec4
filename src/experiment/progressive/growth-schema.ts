/** What the recipe of a sweep of growing PLMs must look like, and what its cells would trip over. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS, POSITIVE } from '../bounds.ts';
import { PROMPT_FIELDS } from '../prompt/prompt-method.ts';
import { PromptTrainingSchema } from '../prompt/prompt-training.ts';
import { engineSchema, nonEmptyText } from '../recipe-fields.ts';
import type { RecipeFault } from '../recipe-schema.ts';
import { sweepParser } from '../sweep/parse-sweep.ts';
import { COMPARISONS, NEURON_SELECTIONS, type GrowthSweep } from './growth-recipe.ts';
import { LAYER_SELECTIONS } from './layer-choice.ts';
import { REDUCTIONS } from './stages.ts';

/** Beyond these a sweep is a slip. */
const LIMITS = { tasks: 100, seeds: 100, stages: 100, layers: 10_000, neurons: 10_000_000 } as const;

const distinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

const share = v.pipe(
  v.number('must be a number'),
  v.gtValue(0, 'must be greater than 0'),
  v.maxValue(1, 'must be at most 1'),
);

const whole = (high: number) => boundedNumber({ low: 1, high, whole: true });

const stagesOfLength = <T extends v.GenericSchema>(of: T) =>
  v.pipe(
    v.array(of, 'must be a list'),
    v.minLength(1, 'must have at least one stage'),
    v.maxLength(LIMITS.stages, 'has too many stages'),
  );

const StagePlanSchema = v.variant(
  'by',
  [
    v.strictObject({
      by: v.literal('shares'),
      reduce: v.picklist(REDUCTIONS, `must be ${REDUCTIONS.join(', ')}`),
      shares: stagesOfLength(share),
      spent: stagesOfLength(share),
    }),
    v.strictObject({
      by: v.literal('counts'),
      counts: stagesOfLength(
        v.strictObject({
          steps: boundedNumber(BOUNDS.steps),
          layers: whole(LIMITS.layers),
          neurons: whole(LIMITS.neurons),
        }),
      ),
    }),
  ],
  'must be by shares or by counts',
);

const GrowthRuleSchema = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('fixed') }),
    v.strictObject({
      kind: v.literal('plateau'),
      epsilon: boundedNumber(POSITIVE),
      window: boundedNumber(BOUNDS.steps),
    }),
  ],
  'must be fixed or plateau',
);

const GrowthSweepSchema = v.strictObject({
  version: v.literal(2, 'must be 2'),
  method: v.literal('grow', 'must be grow'),
  plm: nonEmptyText,
  tasks: v.pipe(
    v.array(nonEmptyText, 'must be a list of names'),
    v.minLength(1, 'must name at least one task: the sweep is empty'),
    v.maxLength(LIMITS.tasks, 'has too many entries'),
    v.check((list) => distinct(list), 'has an entry twice'),
  ),
  seeds: v.pipe(
    v.array(boundedNumber(BOUNDS.seed), 'must be a list of seeds'),
    v.minLength(1, 'must have at least one seed: the sweep is empty'),
    v.maxLength(LIMITS.seeds, 'has too many seeds'),
    v.check((list) => distinct(list), 'has a seed twice'),
  ),
  training: PromptTrainingSchema,
  template: v.optional(PROMPT_FIELDS.template),
  labelWords: v.optional(PROMPT_FIELDS.labelWords),
  start: v.optional(
    v.strictObject({
      name: nonEmptyText,
      length: boundedNumber(BOUNDS.promptLength),
      width: whole(LIMITS.neurons),
      values: v.array(v.pipe(v.number('must be a number'), v.finite('must be finite'))),
    }),
  ),
  devRows: v.nullable(boundedNumber(BOUNDS.rows)),
  testRows: v.nullable(boundedNumber(BOUNDS.rows)),
  stages: StagePlanSchema,
  selectLayers: v.picklist(LAYER_SELECTIONS, `must be ${LAYER_SELECTIONS.join(' or ')}`),
  selectNeurons: v.picklist(NEURON_SELECTIONS, `must be ${NEURON_SELECTIONS.join(', ')}`),
  scoreRows: boundedNumber(BOUNDS.rows),
  growth: GrowthRuleSchema,
  decoder: v.boolean('must be true or false'),
  compare: v.pipe(
    v.array(v.picklist(COMPARISONS, `must be ${COMPARISONS.join(', ')}`), 'must be a list'),
    v.check((list) => distinct(list), 'has an entry twice'),
  ),
  similarity: v.optional(v.boolean('must be true or false')),
  grid: v.optional(v.boolean('must be true or false')),
  engine: engineSchema,
});

/** What a share may be off by: 0.2 + 0.2 + 0.2 + 0.4 is not 1 in binary. */
const ROUNDING = 1e-9;

const rises = (list: readonly number[]): boolean =>
  list.every((size, at) => at === 0 || size >= list[at - 1]);

/** Stages that don't fit one another or the run. */
function stageFaults({ stages, training }: GrowthSweep): readonly RecipeFault[] {
  const fault = (field: string, message: string): RecipeFault => ({ field: `stages.${field}`, message });
  if (stages.by === 'counts') {
    const { counts } = stages;
    const steps = counts.reduce((sum, stage) => sum + stage.steps, 0);
    return [
      ...(steps === training.steps
        ? []
        : [fault('counts', `have ${String(steps)} steps, and the run has ${String(training.steps)}`)]),
      ...(['layers', 'neurons'] as const)
        .filter((size) => !rises(counts.map((stage) => stage[size])))
        .map((size) => fault('counts', `lose ${size} from one stage to the next: a PLM grows`)),
    ];
  }
  const { shares, spent } = stages;
  const sum = spent.reduce((total, one) => total + one, 0);
  return [
    ...(shares.length === spent.length
      ? []
      : [
          fault(
            'spent',
            `has ${String(spent.length)} shares of the steps for ${String(shares.length)} stages`,
          ),
        ]),
    ...(rises(shares) ? [] : [fault('shares', 'fall from one stage to the next: a PLM grows')]),
    ...(Math.abs(sum - 1) < ROUNDING
      ? []
      : [fault('spent', `adds up to ${String(Number(sum.toFixed(6)))} of the steps, and must to 1`)]),
  ];
}

function faultsOf(sweep: GrowthSweep): readonly RecipeFault[] {
  const { training, start, tasks, labelWords } = sweep;
  return [
    ...stageFaults(sweep),
    ...(training.init.kind === 'saved'
      ? [{ field: 'training.init', message: 'can’t be a saved prompt in a sweep' }]
      : []),
    ...(labelWords !== undefined && tasks.length > 1
      ? [{ field: 'labelWords', message: 'are those of one task, and the sweep has several' }]
      : []),
    ...(start === undefined || start.values.length === start.length * start.width
      ? []
      : [{ field: 'start.values', message: 'are not as many as length × width' }]),
    ...(start === undefined || start.length === training.promptLength
      ? []
      : [{ field: 'start.length', message: 'is not the prompt length' }]),
  ];
}

/** `value` as the recipe of a sweep of growing PLMs. @throws LabError `recipe` naming every field at fault */
export const parseGrowthSweep = sweepParser<GrowthSweep>(GrowthSweepSchema, faultsOf);
