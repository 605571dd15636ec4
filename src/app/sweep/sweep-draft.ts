/** The sweep's form as typed, and the recipe that it means. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { DEFAULT_MASKING } from '../../experiment/transfer/default-masking.ts';
import { defaultSweep } from '../../experiment/transfer/default-sweep.ts';
import { DEFAULT_EARLY_LOOKS, looksWithin } from '../../experiment/transfer/early-looks.ts';
import {
  PROJECTORS,
  type ArithmeticSettings,
  type ProjectorKind,
  type ProjectorObjective,
  type TaskPair,
  type TransferSweep,
} from '../../experiment/transfer/sweep-recipe.ts';
import { parseTransferSweep } from '../../experiment/transfer/sweep-schema.ts';
import { maskedTasks, type GainOf } from './masked-tasks.ts';

export interface SweepDraft {
  readonly plm: string;
  readonly tasks: readonly string[];
  /** Numbers separated by commas. */
  readonly seeds: string;
  readonly steps: string;
  readonly evalEvery: string;
  readonly testRows: string;
  /** Of all tasks; empty for each task's own. */
  readonly template: string;
  /** Trains each prompt a second time from an initial prompt of its own, as a control of the indicators. */
  readonly ownStarts: boolean;
  /** Trains each target again from the prompt of its first neighbour of the same type and of another type. */
  readonly initialise: boolean;
  /** Training rows of such a run; empty for all. */
  readonly examples: string;
  /** Steps after which it is looked at, separated by commas; empty for the sweep's own evaluations on its own rows alone. */
  readonly looks: string;
  readonly masking: boolean;
  /** Takes each task for a new one and asks which prompt to start from. */
  readonly recommend: boolean;
  /** Puts the first two tasks’ vectors on another start, scales them and adds them. */
  readonly arithmetic: boolean;
  /** Another PLM, or none. */
  readonly projectTo: string;
  readonly projector: ProjectorKind;
  readonly objective: ProjectorObjective;
  readonly heldOut: readonly string[];
}

export const FIRST_SWEEP_DRAFT: SweepDraft = {
  plm: 'lab-tiny',
  tasks: ['agnews', 'yahoo_news', 'yahoo', 'sst2', 'subj'],
  seeds: '1',
  steps: '200',
  evalEvery: '25',
  testRows: '200',
  template: '',
  ownStarts: false,
  initialise: true,
  examples: String(DEFAULT_EARLY_LOOKS.examples),
  looks: DEFAULT_EARLY_LOOKS.looks.join(', '),
  masking: false,
  recommend: false,
  arithmetic: false,
  projectTo: '',
  projector: 'per-token',
  objective: 'task',
  heldOut: [],
};

const Names = v.array(v.string());

/** A field that is damaged is the first form's. */
const kept = <T extends keyof SweepDraft>(
  field: T,
  schema: v.GenericSchema<unknown, SweepDraft[T]>,
): v.GenericSchema<unknown, SweepDraft[T]> => v.fallback(schema, FIRST_SWEEP_DRAFT[field]);

const Draft: v.GenericSchema<unknown, SweepDraft> = v.object({
  plm: kept('plm', v.string()),
  tasks: kept('tasks', Names),
  seeds: kept('seeds', v.string()),
  steps: kept('steps', v.string()),
  evalEvery: kept('evalEvery', v.string()),
  testRows: kept('testRows', v.string()),
  template: kept('template', v.string()),
  ownStarts: kept('ownStarts', v.boolean()),
  initialise: kept('initialise', v.boolean()),
  examples: kept('examples', v.string()),
  looks: kept('looks', v.string()),
  masking: kept('masking', v.boolean()),
  recommend: kept('recommend', v.boolean()),
  arithmetic: kept('arithmetic', v.boolean()),
  projectTo: kept('projectTo', v.string()),
  projector: kept('projector', v.picklist(PROJECTORS)),
  objective: kept('objective', v.picklist(['task', 'distance', 'both'])),
  heldOut: kept('heldOut', Names),
});

/**
 * The form as it was kept, or the first one where what was kept is none.
 * @param isThere whether there is such a task still; one that was deleted could not be unchecked
 */
export function keptSweepDraft(value: unknown, isThere: (task: string) => boolean): SweepDraft {
  const parsed = v.safeParse(Draft, value);
  if (!parsed.success) return FIRST_SWEEP_DRAFT;
  const { tasks, heldOut, ...rest } = parsed.output;
  return { ...rest, tasks: tasks.filter(isThere), heldOut: heldOut.filter(isThere) };
}

/** How the runs of `initialisation` are looked at, as typed. */
function looksOf({ earlyLooks }: TransferSweep): Pick<SweepDraft, 'examples' | 'looks'> {
  if (earlyLooks === undefined) return { examples: '', looks: '' };
  const { examples, looks } = earlyLooks;
  return { examples: examples === null ? '' : String(examples), looks: looks.join(', ') };
}

/** The form that means `recipe`, as far as a form can: its boxes offer fewer choices than a recipe has. */
export function draftOfSweep(recipe: TransferSweep): SweepDraft {
  const { plm, tasks, seeds, training, testRows, starts, initialisation, masking, recommendation } = recipe;
  const [projection] = recipe.projections;
  return {
    ...FIRST_SWEEP_DRAFT,
    plm,
    tasks,
    seeds: seeds.join(', '),
    steps: String(training.steps),
    evalEvery: String(training.evalEvery),
    testRows: testRows === null ? '' : String(testRows),
    template: recipe.template ?? '',
    ownStarts: starts.includes('own'),
    initialise: initialisation.length > 0,
    ...(initialisation.length > 0 ? looksOf(recipe) : {}),
    masking: masking !== null,
    recommend: recommendation !== null,
    arithmetic: recipe.arithmetic !== undefined,
    ...(projection === undefined
      ? {}
      : {
          projectTo: projection.toPlm,
          projector: projection.projector,
          objective: projection.objective,
          heldOut: projection.heldOutTasks,
        }),
  };
}

export type DraftReading =
  { readonly ok: true; readonly recipe: TransferSweep } | { readonly ok: false; readonly message: string };

/** Each target with its first neighbour of its type and its first of another. */
function neighbours(tasks: readonly string[], familyOf: (task: string) => string): readonly TaskPair[] {
  return tasks.flatMap((target) => {
    const others = tasks.filter((task) => task !== target);
    return [true, false].flatMap((sameType): readonly TaskPair[] => {
      const source = others.find((task) => (familyOf(task) === familyOf(target)) === sameType);
      return source === undefined ? [] : [{ source, target }];
    });
  });
}

/** The first two tasks’ vectors. */
function arithmeticOf(tasks: readonly string[]): ArithmeticSettings {
  const [one, other] = tasks;
  return {
    tasks: tasks.slice(0, 2),
    scales: [0.5, 1, 1.5],
    sums: other === undefined ? [] : [[one, other]],
  };
}

function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

const numbersOf = (text: string): readonly number[] =>
  text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(numberOf);

/** Early looks where there is something to look at. */
function earlyLooks({ initialise, examples, looks, steps }: SweepDraft) {
  if (!initialise || looks.trim() === '') return {};
  return {
    earlyLooks: {
      examples: examples.trim() === '' ? null : numberOf(examples),
      looks: looksWithin(numbersOf(looks), numberOf(steps)),
      devRows: DEFAULT_EARLY_LOOKS.devRows,
    },
  };
}

/** Enough to choose a step on; more would double the time of a sweep. */
const MOST_DEV_ROWS = 200;
const PROJECTOR_STEPS = 200;

/** @param gainOf whether a task's prompt gained something, which decides whose neurons are switched off */
export function readSweepDraft(
  draft: SweepDraft,
  familyOf: (task: string) => string,
  gainOf: GainOf = () => null,
): DraftReading {
  const base = defaultSweep(draft.plm, draft.tasks);
  const { tasks } = draft;
  const masked = draft.masking ? maskedTasks(tasks, gainOf) : [];
  const heldOutTasks = draft.heldOut.filter((task) => tasks.includes(task));
  const recipe = {
    ...base,
    seeds: numbersOf(draft.seeds),
    training: { ...base.training, steps: numberOf(draft.steps), evalEvery: numberOf(draft.evalEvery) },
    testRows: draft.testRows.trim() === '' ? null : numberOf(draft.testRows),
    starts: draft.ownStarts ? ['shared', 'own'] : ['shared'],
    initialisation: draft.initialise ? neighbours(tasks, familyOf) : [],
    ...earlyLooks(draft),
    masking: masked.length === 0 ? null : { ...DEFAULT_MASKING, tasks: masked },
    devRows: MOST_DEV_ROWS,
    recommendation: draft.recommend ? { examples: 32, steps: 40, probeSteps: 10 } : null,
    ...(draft.template.trim() === '' ? {} : { template: draft.template }),
    ...(draft.arithmetic ? { arithmetic: arithmeticOf(tasks) } : {}),
    projections:
      draft.projectTo === ''
        ? []
        : [
            {
              toPlm: draft.projectTo,
              projector: draft.projector,
              objective: draft.objective,
              hidden: 32,
              trainTasks: tasks.filter((task) => !heldOutTasks.includes(task)),
              heldOutTasks,
              steps: PROJECTOR_STEPS,
              learningRate: 0.005,
              initialise: draft.initialise ? [...heldOutTasks, ...tasks].slice(0, 1) : [],
            },
          ],
  };
  try {
    return { ok: true, recipe: parseTransferSweep(recipe) };
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    return { ok: false, message: thrown.message };
  }
}
