/** What a transfer sweep's recipe must look like, and what its cells would trip over. */
import * as v from 'valibot';
import { boundedNumber, BOUNDS } from '../bounds.ts';
import { PROMPT_FIELDS } from '../prompt/prompt-method.ts';
import { PromptTrainingSchema } from '../prompt/prompt-training.ts';
import { engineSchema, TRAINING_FIELDS } from '../recipe-fields.ts';
import type { RecipeFault } from '../recipe-schema.ts';
import { sweepParser } from '../sweep/parse-sweep.ts';
import { PROJECTORS, type TransferSweep } from './sweep-recipe.ts';

/** Beyond these a sweep is a slip: the largest published one has 13 tasks. */
const LIMITS = {
  tasks: 100,
  seeds: 100,
  draws: 100,
  rows: 1_000_000,
  pairs: 10_000,
  projections: 50,
  looks: 100,
} as const;

const name = v.pipe(
  v.string('must be a name'),
  v.nonEmpty('must not be empty'),
  v.maxLength(1000, 'is too long'),
);
const whole = (low: number, high: number) =>
  v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(low, `must be at least ${low}`),
    v.maxValue(high, `must be at most ${high}`),
  );
const share = v.pipe(
  v.number('must be a number'),
  v.minValue(0, 'must be at least 0'),
  v.maxValue(1, 'must be at most 1'),
);
const distinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
const names = v.pipe(
  v.array(name, 'must be a list of names'),
  v.maxLength(LIMITS.tasks, 'has too many entries'),
  v.check((list) => distinct(list), 'has an entry twice'),
);

const Masking = v.strictObject({
  tasks: names,
  shares: v.pipe(
    v.array(share, 'must be a list of shares'),
    v.check((list) => distinct(list), 'has an entry twice'),
  ),
  ranking: v.picklist(['signed', 'absolute'], 'must be signed or absolute'),
  budget: v.picklist(['all-layers', 'each-layer'], 'must be all-layers or each-layer'),
  randomMasks: whole(0, LIMITS.draws),
  rows: whole(1, LIMITS.rows),
});

const Looks = v.strictObject({
  examples: v.nullable(whole(1, LIMITS.rows)),
  looks: v.pipe(
    v.array(whole(0, 1_000_000), 'must be a list of steps'),
    v.minLength(1, 'must have at least one step'),
    v.maxLength(LIMITS.looks, 'has too many steps'),
    v.check((list) => list.every((step, at) => at === 0 || step > list[at - 1]), 'must rise'),
  ),
  devRows: whole(1, LIMITS.rows),
});

const Recommendation = v.strictObject({
  examples: whole(1, LIMITS.rows),
  steps: whole(1, 1_000_000),
  probeSteps: whole(1, 1_000_000),
});

const Projection = v.strictObject({
  toPlm: name,
  projector: v.picklist(PROJECTORS, `must be one of ${PROJECTORS.join(', ')}`),
  objective: v.picklist(['distance', 'task', 'both'], 'must be distance, task or both'),
  hidden: whole(1, 100_000),
  trainTasks: names,
  heldOutTasks: names,
  steps: whole(1, 1_000_000),
  learningRate: TRAINING_FIELDS.learningRate,
  initialise: names,
});

const Arithmetic = v.strictObject({
  tasks: names,
  scales: v.pipe(
    v.array(boundedNumber(BOUNDS.vectorScale), 'must be a list of numbers'),
    v.maxLength(LIMITS.draws, 'has too many entries'),
    v.check((list) => distinct(list), 'has an entry twice'),
  ),
  sums: v.pipe(
    v.array(v.strictTuple([name, name], 'must be two tasks'), 'must be a list of pairs'),
    v.maxLength(LIMITS.pairs, 'has too many pairs'),
    v.check((list) => distinct(list.map((pair) => JSON.stringify([...pair].sort()))), 'has a pair twice'),
  ),
});

const SweepSchema = v.strictObject({
  version: v.literal(1, 'must be 1'),
  kind: v.literal('transfer', 'must be transfer'),
  plm: name,
  tasks: v.pipe(names, v.minLength(1, 'must name at least one task: the sweep is empty')),
  seeds: v.pipe(
    v.array(whole(0, 0xffff_ffff), 'must be a list of seeds'),
    v.minLength(1, 'must have at least one seed: the sweep is empty'),
    v.maxLength(LIMITS.seeds, 'has too many seeds'),
    v.check((list) => distinct(list), 'has a seed twice'),
  ),
  training: PromptTrainingSchema,
  template: v.optional(
    v.pipe(
      PROMPT_FIELDS.template,
      v.check((text) => text.split('[MASK]').length === 2, 'must have [MASK] once, as in {a} : [MASK]'),
      v.check((text) => text.includes('{a}'), 'must have {a} where the text goes, as in {a} : [MASK]'),
    ),
  ),
  starts: v.pipe(
    v.array(v.picklist(['shared', 'own'], 'must be shared or own'), 'must be a list'),
    v.minLength(1, 'must have shared or own'),
    v.check((list) => distinct(list), 'has an entry twice'),
  ),
  devRows: v.nullable(whole(1, LIMITS.rows)),
  testRows: v.nullable(whole(1, LIMITS.rows)),
  randomPrompts: whole(0, LIMITS.draws),
  probeRows: whole(1, 1024),
  initialisation: v.pipe(
    v.array(v.strictObject({ source: name, target: name }), 'must be a list of pairs'),
    v.maxLength(LIMITS.pairs, 'has too many pairs'),
    v.check(
      (list) => distinct(list.map(({ source, target }) => JSON.stringify([source, target]))),
      'has a pair twice',
    ),
  ),
  earlyLooks: v.exactOptional(Looks),
  masking: v.nullable(Masking),
  recommendation: v.nullable(Recommendation),
  projections: v.pipe(
    v.array(Projection, 'must be a list'),
    v.maxLength(LIMITS.projections, 'has too many entries'),
  ),
  arithmetic: v.optional(Arithmetic),
  engine: engineSchema,
});

/** Names that a part of the recipe uses and its list of tasks lacks; pairs and projectors that make no sense. */
function strays(sweep: TransferSweep): RecipeFault[] {
  const known = new Set(sweep.tasks);
  const missing = (field: string, used: readonly string[]): RecipeFault[] =>
    used
      .filter((task) => !known.has(task))
      .map((task) => ({ field, message: `names “${task}”, which is not among the sweep’s tasks` }));
  const { initialisation, earlyLooks, masking, recommendation, projections, arithmetic, training } = sweep;
  return [
    ...missing(
      'initialisation',
      initialisation.flatMap(({ source, target }) => [source, target]),
    ),
    ...initialisation
      .filter(({ source, target }) => source === target)
      .map(({ source }) => ({ field: 'initialisation', message: `starts “${source}” from itself` })),
    ...(earlyLooks?.looks ?? [])
      .filter((step) => step > training.steps)
      .map((step) => ({
        field: 'earlyLooks.looks',
        message: `has step ${String(step)}, and a run has ${String(training.steps)}`,
      })),
    ...missing('masking.tasks', masking?.tasks ?? []),
    ...missing('arithmetic.tasks', arithmetic?.tasks ?? []),
    ...missing('arithmetic.sums', arithmetic?.sums.flat() ?? []),
    ...(arithmetic?.sums ?? [])
      .filter(([one, other]) => one === other)
      .map(([task]) => ({ field: 'arithmetic.sums', message: `adds “${task}” to itself` })),
    ...projections.flatMap((projection, index): RecipeFault[] => {
      const field = `projections.${String(index)}`;
      const both = projection.trainTasks.filter((task) => projection.heldOutTasks.includes(task));
      return [
        ...missing(`${field}.trainTasks`, projection.trainTasks),
        ...missing(`${field}.heldOutTasks`, projection.heldOutTasks),
        ...missing(`${field}.initialise`, projection.initialise),
        ...both.map((task) => ({
          field: `${field}.heldOutTasks`,
          message: `names “${task}”, which the projector is trained on`,
        })),
        ...(projection.toPlm === sweep.plm
          ? [{ field: `${field}.toPlm`, message: 'is the sweep’s own PLM' }]
          : []),
      ];
    }),
    ...(sweep.starts.includes('shared') ||
    (initialisation.length === 0 &&
      masking === null &&
      recommendation === null &&
      projections.length === 0 &&
      arithmetic === undefined)
      ? []
      : [
          {
            field: 'starts',
            message:
              'must have shared for initialisation, masking, recommendation, projections and arithmetic',
          },
        ]),
    ...(training.init.kind === 'saved'
      ? [{ field: 'training.init', message: 'can’t be a saved prompt in a sweep' }]
      : []),
  ];
}

/** `value` as the recipe of a transfer sweep. @throws LabError `recipe` naming every field at fault */
export const parseTransferSweep = sweepParser<TransferSweep>(SweepSchema, strays);
