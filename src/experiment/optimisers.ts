/**
 * The optimisers: what each is set by, within which bounds, what that is unless somebody says otherwise, and how people
 * read of it. Schema, page and command line are loops over this table; the update itself is an entry of the same name in
 * methods/training/optimizers.ts.
 */
import * as v from 'valibot';
import { ANY_NUMBER, boundedNumber, DECAY, NOT_NEGATIVE, POSITIVE, type Bounds } from './bounds.ts';

interface NumberField {
  readonly label: string;
  readonly bounds: Bounds;
  readonly usual: number;
}

interface FlagField {
  readonly label: string;
  readonly usual: boolean;
}

export type OptimiserField = NumberField | FlagField;

export interface Optimiser {
  readonly label: string;
  /** Learning rate that suits a soft prompt. */
  readonly usualRate: number;
  readonly fields: Readonly<Record<string, OptimiserField>>;
}

/** Decay is pulled towards zero by the learning rate times this, apart from the gradient. */
const weightDecay = (usual: number): NumberField => ({ label: 'Weight decay', bounds: NOT_NEGATIVE, usual });

export const OPTIMISERS = {
  /** Loshchilov and Hutter 2019. */
  adamw: {
    label: 'AdamW',
    usualRate: 0.03,
    fields: {
      beta1: { label: 'β₁', bounds: DECAY, usual: 0.9 },
      beta2: { label: 'β₂', bounds: DECAY, usual: 0.999 },
      epsilon: { label: 'ε', bounds: POSITIVE, usual: 1e-8 },
      weightDecay: weightDecay(0),
    },
  },
  /** Shazeer and Stern 2018, as fast prompt tuning sets it (Huang et al. 2022). */
  adafactor: {
    label: 'Adafactor',
    usualRate: 0.3,
    fields: {
      weightDecay: weightDecay(1e-5),
      clipThreshold: { label: 'Update clipping', bounds: POSITIVE, usual: 1 },
      decayRate: { label: 'Decay rate', bounds: ANY_NUMBER, usual: -0.8 },
    },
  },
  sgd: {
    label: 'SGD',
    usualRate: 1,
    fields: {
      momentum: { label: 'Momentum', bounds: DECAY, usual: 0.9 },
      nesterov: { label: 'Nesterov', usual: false },
    },
  },
} as const satisfies Readonly<Record<string, Optimiser>>;

export type OptimiserKind = keyof typeof OPTIMISERS;

type SettingsOf<K extends OptimiserKind> = { readonly kind: K } & {
  readonly [
    F in keyof (typeof OPTIMISERS)[K]['fields']
  ]: (typeof OPTIMISERS)[K]['fields'][F] extends NumberField ? number : boolean;
};

export type OptimizerSettings = { [K in OptimiserKind]: SettingsOf<K> }[OptimiserKind];

export const OPTIMISER_KINDS = Object.keys(OPTIMISERS) as readonly OptimiserKind[];

/** The optimiser of that kind as it is unless somebody says otherwise. */
export function usualOptimiser<K extends OptimiserKind>(kind: K): Extract<OptimizerSettings, { kind: K }> {
  const { fields }: Optimiser = OPTIMISERS[kind];
  const usual = Object.entries(fields).map(([name, field]) => [name, field.usual] as const);
  return { kind, ...Object.fromEntries(usual) } as Extract<OptimizerSettings, { kind: K }>;
}

const kindText = `${OPTIMISER_KINDS.slice(0, -1).join(', ')} or ${OPTIMISER_KINDS.slice(-1).join('')}`;

function settingsSchema(kind: OptimiserKind) {
  const { fields }: Optimiser = OPTIMISERS[kind];
  return v.strictObject({
    kind: v.literal(kind),
    ...Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        'bounds' in field ? boundedNumber(field.bounds) : v.boolean('must be true or false'),
      ]),
    ),
  });
}

/** The table as a schema; that its entries have the fields of the type above is what the table says of both. */
export const OptimizerSchema = v.variant(
  'kind',
  OPTIMISER_KINDS.map(settingsSchema),
  `must have kind ${kindText}`,
) as unknown as v.GenericSchema<unknown, OptimizerSettings>;
