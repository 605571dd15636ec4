/**
 * The words that the lab explains, and how they are written in its sentences. Their explanations are in
 * `definitions.ts`, which is loaded when the first one is asked for.
 */
export const TERMS = {
  'soft prompt': ['soft prompts?'],
  'soft token': ['soft tokens?'],
  frozen: ['frozen'],
  PLM: ['PLMs?'],
  '[MASK]': ['\\[MASK\\]'],
  'label word': ['label words?'],
  verbalizer: ['verbalizers?'],
  template: ['templates?'],
  gradient: ['gradients?'],
  loss: ['loss', 'losses'],
  'dev rows': ['dev rows?'],
  'test rows': ['test rows?'],
  seed: ['seeds?'],
  interval: ['intervals?'],
  'random prompt': ['random prompts?'],
  'majority class': ['majority class', 'majority'],
  'activated neuron': ['activated neurons?'],
  'source task': ['source tasks?'],
  'target task': ['target tasks?'],
  'share of gain': ['share of (?:the )?gain'],
  recovery: ['recovery'],
  indicator: ['indicators?'],
  'rank correlation': ['rank correlations?'],
  projector: ['projectors?'],
  calibration: ['calibration'],
  'support set': ['support sets?'],
  prior: ['priors?'],
  'partial PLM': ['partial PLMs?'],
  stage: ['stages?'],
  FLOPs: ['FLOPs'],
  'anytime curve': ['anytime curves?'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TermName = keyof typeof TERMS;

export const TERM_NAMES = Object.keys(TERMS) as readonly TermName[];
