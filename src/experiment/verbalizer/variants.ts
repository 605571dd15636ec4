/** The variants of a verbalizer that are compared, in the order of tables, each by what it takes (specs: KPT, sections 10, 11). */
import type { Steps } from './judge-rows.ts';

/** Scored from word logits alone. */
export type ChainVariant = 'PT' | 'PT+CC' | 'KPT' | 'KPT+CC' | 'KPT+CC+FR' | 'KPT+CC+FR+RR';

/** Learned from labelled rows, or chosen by them. */
export type LearnedVariant = 'SOFT' | 'AUTO' | 'KPT+weights' | 'KPT+prompt';

export type VariantName = ChainVariant | LearnedVariant;

const step = (calibrated: boolean, moreWords: boolean, frequency: boolean, relevance: boolean): Steps => ({
  calibrated,
  moreWords,
  frequency,
  relevance,
});

/** Steps of the chain that each variant takes. */
export const CHAIN_VARIANTS: Readonly<Record<ChainVariant, Steps>> = {
  PT: step(false, false, false, false),
  'PT+CC': step(true, false, false, false),
  KPT: step(false, true, false, false),
  'KPT+CC': step(true, true, false, false),
  'KPT+CC+FR': step(true, true, true, false),
  'KPT+CC+FR+RR': step(true, true, true, true),
};

export const CHAIN_NAMES = [
  'PT',
  'PT+CC',
  'KPT',
  'KPT+CC',
  'KPT+CC+FR',
  'KPT+CC+FR+RR',
] as const satisfies readonly ChainVariant[];

export const LEARNED_NAMES = [
  'SOFT',
  'AUTO',
  'KPT+weights',
  'KPT+prompt',
] as const satisfies readonly LearnedVariant[];

export const VARIANTS: readonly VariantName[] = [...CHAIN_NAMES, ...LEARNED_NAMES];

export const isChain = (variant: VariantName): variant is ChainVariant =>
  Object.hasOwn(CHAIN_VARIANTS, variant);
