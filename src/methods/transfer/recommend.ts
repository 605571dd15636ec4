/**
 * Which prompts of a bank to start a new task from: the bank's prompts ranked by their similarity to a prompt that was
 * trained on the new task for a few steps, or by how they do on its dev rows after none or a few steps; and how good such a
 * ranking was once the transfers are known.
 */
import { LabError } from '../../errors/lab-error.ts';
import { indicatorMatrix, PROMPT_INDICATOR_NAMES, type PromptIndicator } from './indicators.ts';
import { neuronOverlap, type LayerSpan, type NeuronActivations, type NeuronCode } from './neuron-overlap.ts';
import type { PromptMatrix } from './prompt-matrix.ts';
import { spearman } from './rank-correlation.ts';

/** A prompt that can be compared; ON needs its activations. */
export interface ComparablePrompt {
  readonly prompt: PromptMatrix;
  readonly activations?: NeuronActivations;
}

export interface BankPrompt extends ComparablePrompt {
  readonly name: string;
}

/** A bank's prompts by how much each promises, the best first. */
export interface Ranking {
  /** What ranks: an indicator's name, `ON`, or `dev accuracy after 20 steps`. */
  readonly by: string;
  readonly ranked: readonly { readonly name: string; readonly score: number }[];
}

/** Dev result of each prompt of the bank on the new task, after `steps` steps from it. */
export interface DevProbe {
  readonly steps: number;
  readonly results: readonly {
    readonly name: string;
    readonly loss: number;
    /** 0 to 1. */
    readonly accuracy: number;
  }[];
}

/** The neurons that ON compares; the last three layers' signs where it is left out. */
export interface OverlapSettings {
  readonly span?: LayerSpan;
  readonly code?: NeuronCode;
}

function wrong(message: string, remedy: string): LabError {
  return new LabError({ code: 'argument', message, remedy });
}

/** Best first; equals stay in the order of the bank. */
function rank(by: string, scores: readonly { readonly name: string; readonly score: number }[]): Ranking {
  const bad = scores.find(({ score }) => !Number.isFinite(score));
  if (bad !== undefined)
    throw wrong(`${bad.name} has no finite score by ${by}.`, 'Leave it out of the bank; its run diverged.');
  return { by, ranked: [...scores].sort((a, b) => b.score - a.score) };
}

/** @throws LabError `argument` for a bank that is empty or names two prompts alike */
function checkNames(names: readonly string[]): void {
  if (names.length === 0) throw wrong('The bank holds no prompt.', 'Train at least one prompt first.');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw wrong(`The bank names two prompts ${twice}.`, 'Give every prompt a name of its own.');
}

/**
 * The bank by each indicator of `names` between its prompts and `probe`. An indicator that has no value for one of them,
 * because it compares row with row and they differ in length, gives no ranking.
 * @throws LabError `argument` for a bank that can't be ranked, `prompt` for prompts of another width
 */
export function rankBySimilarity(
  bank: readonly BankPrompt[],
  probe: ComparablePrompt,
  names: readonly PromptIndicator[] = PROMPT_INDICATOR_NAMES,
): readonly Ranking[] {
  checkNames(bank.map(({ name }) => name));
  return names.flatMap((indicator) => {
    const scores = bank.map(({ name, prompt }) => ({
      name,
      score: indicatorMatrix(indicator, [prompt, probe.prompt])[0][1],
    }));
    const known = scores.flatMap(({ name, score }) => (score === null ? [] : [{ name, score }]));
    return known.length < scores.length ? [] : [rank(indicator, known)];
  });
}

/** The bank by ON. @throws LabError `argument` where activations are missing or of another PLM */
export function rankByOverlap(
  bank: readonly BankPrompt[],
  probe: ComparablePrompt,
  { span, code }: OverlapSettings = {},
): Ranking {
  checkNames(bank.map(({ name }) => name));
  const own = probe.activations;
  return rank(
    'ON',
    bank.map(({ name, activations }) => {
      if (activations === undefined || own === undefined)
        throw wrong(
          `${own === undefined ? 'The new task’s prompt' : name} comes without activations.`,
          'Probe every prompt on the PLM first.',
        );
      return { name, score: neuronOverlap(own, activations, span, code) };
    }),
  );
}

/** The bank by what it does on the new task's dev rows: by accuracy (more is better) or by loss (less is better). */
export function rankByProbe({ steps, results }: DevProbe, measure: 'accuracy' | 'loss'): Ranking {
  checkNames(results.map(({ name }) => name));
  return rank(
    `dev ${measure} after ${steps} steps`,
    results.map(({ name, ...result }) => ({
      name,
      score: measure === 'accuracy' ? result.accuracy : -result.loss,
    })),
  );
}

export interface Recommendations {
  readonly bank: readonly BankPrompt[];
  /** A prompt of the new task, trained for a few steps. */
  readonly probe: ComparablePrompt;
  readonly devProbes?: readonly DevProbe[];
  readonly overlap?: OverlapSettings;
}

/** Every ranking that the given numbers allow: all indicators, ON where there are activations, dev probes by both measures. */
export function recommend({
  bank,
  probe,
  devProbes = [],
  overlap = {},
}: Recommendations): readonly Ranking[] {
  const probed = probe.activations !== undefined && bank.every((prompt) => prompt.activations !== undefined);
  return [
    ...rankBySimilarity(bank, probe),
    ...(probed ? [rankByOverlap(bank, probe, overlap)] : []),
    ...devProbes.flatMap((dev) => [rankByProbe(dev, 'accuracy'), rankByProbe(dev, 'loss')]),
  ];
}

export interface RankingCheck {
  /** Spearman's ρ between the ranking's scores and the true accuracies; null for fewer than two prompts or no variation. */
  readonly rho: number | null;
  /** Whether the prompt ranked first is one of the truly best. */
  readonly topHit: boolean;
  /** Best true accuracy minus that of the prompt ranked first. */
  readonly regret: number;
  readonly recommended: string;
  /** A truly best prompt; the recommended one where it is. */
  readonly best: string;
}

/**
 * What came of following a ranking, given what each prompt truly came to on the new task. Where several prompts share the
 * first place, hit and regret are those of the one that the ranking names first.
 * @param truth accuracy by prompt, for every prompt of the ranking
 * @throws LabError `argument` when a prompt has no true accuracy
 */
export function checkRanking({ by, ranked }: Ranking, truth: ReadonlyMap<string, number>): RankingCheck {
  checkNames(ranked.map(({ name }) => name));
  const known = ranked.map(({ name }) => {
    const accuracy = truth.get(name);
    if (accuracy === undefined || !Number.isFinite(accuracy))
      throw wrong(
        `There is no true accuracy of ${name}, which is ranked by ${by}.`,
        'Evaluate every ranked prompt.',
      );
    return accuracy;
  });
  const most = Math.max(...known);
  const regret = most - known[0];
  const scores = ranked.map(({ score }) => score);
  return {
    rho: known.length < 2 ? null : spearman(scores, known),
    topHit: regret === 0,
    regret,
    recommended: ranked[0].name,
    best: ranked[known.indexOf(most)].name,
  };
}
