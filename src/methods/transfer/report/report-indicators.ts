/** Every indicator over a sweep's prompts, and how well it ranks the transfers measured. An indicator is an entry of the table. */
import { tInterval, within } from '../../../experiment/standard-error.ts';
import type { SweptTask } from '../../../experiment/sweep/sweep-record.ts';
import type { NeuronCell } from '../../../experiment/transfer/cells/neurons.ts';
import { typeMeans } from '../../../experiment/transfer/transfer-summary.ts';
import type {
  Correlation,
  Estimate,
  IndicatorRanking,
  IndicatorReport,
  TaskMatrixOf,
  ToTransfer,
  TransferCell,
} from '../../../experiment/transfer/transfer-report.ts';
import { normEqualised, withoutInitial } from '../confounds.ts';
import { cMatched } from '../matched-similarity.ts';
import { neuronOverlap, type LayerSpan, type NeuronActivations, type NeuronCode } from '../neuron-overlap.ts';
import type { PromptMatrix } from '../prompt-matrix.ts';
import { cAverage, cConcat, eAverage, eConcat } from '../prompt-similarity.ts';
import { partialSpearman } from '../rank-correlation.ts';
import {
  pooledSpearman,
  spearmanOfTargets,
  transferPairs,
  type TaskMatrix,
} from '../transfer-correlation.ts';
import { indicatorRanking } from './indicator-ranking.ts';
import { meanOf, meanOfKnown, RHO } from './over-seeds.ts';
import type { SweepScores } from './sweep-scores.ts';

/** What is known of one prompt. */
interface Probed {
  readonly prompt: PromptMatrix;
  readonly initial: PromptMatrix | null;
  readonly neurons: NeuronCell | null;
}

interface IndicatorEntry {
  readonly name: string;
  readonly variant: string;
  readonly meaning: string;
  /** null where what it compares is not there. */
  readonly of: (a: Probed, b: Probed) => number | null;
}

const ofPrompts =
  (compare: (a: PromptMatrix, b: PromptMatrix) => number) =>
  (a: Probed, b: Probed): number =>
    compare(a.prompt, b.prompt);

const ofMoved =
  (compare: (a: PromptMatrix, b: PromptMatrix) => number) =>
  (a: Probed, b: Probed): number | null =>
    a.initial === null || b.initial === null
      ? null
      : compare(withoutInitial(a.prompt, a.initial), withoutInitial(b.prompt, b.initial));

const ofNeurons =
  (read: 'alone' | 'onRows', span: LayerSpan, code: NeuronCode) =>
  (a: Probed, b: Probed): number | null => {
    const activations = (neurons: NeuronCell): NeuronActivations => ({
      layers: neurons.layers,
      neurons: neurons.neurons,
      values: neurons[read],
    });
    return a.neurons === null || b.neurons === null
      ? null
      : neuronOverlap(activations(a.neurons), activations(b.neurons), span, code);
  };

const LAST_THREE: LayerSpan = { kind: 'last-three' };
const POSITIVE: NeuronCode = { kind: 'positive' };

const INDICATORS: readonly IndicatorEntry[] = [
  {
    name: 'C_concat',
    variant: '',
    meaning: 'Cosine of the two prompts as one long vector each.',
    of: ofPrompts(cConcat),
  },
  {
    name: 'C_average',
    variant: '',
    meaning: 'Cosine of soft tokens, averaged over all pairs of tokens.',
    of: ofPrompts(cAverage),
  },
  {
    name: 'E_concat',
    variant: '',
    meaning: 'Closeness of the two prompts as one long vector each.',
    of: ofPrompts(eConcat),
  },
  {
    name: 'E_average',
    variant: '',
    meaning: 'Closeness of soft tokens, averaged over all pairs of tokens.',
    of: ofPrompts(eAverage),
  },
  {
    name: 'ON',
    variant: '',
    meaning: 'Overlap of activated neurons in the last three layers, prompt alone.',
    of: ofNeurons('alone', LAST_THREE, POSITIVE),
  },
  {
    name: 'ON',
    variant: 'all layers',
    meaning: 'Overlap of activated neurons in all layers, prompt alone.',
    of: ofNeurons('alone', { kind: 'all' }, POSITIVE),
  },
  {
    name: 'ON',
    variant: 'on dev rows',
    meaning: 'Overlap of neurons activated on average over dev rows of each task, last three layers.',
    of: ofNeurons('onRows', LAST_THREE, POSITIVE),
  },
  {
    name: 'ON',
    variant: 'top 10 %',
    meaning: 'Overlap of the tenth of neurons that is activated most, last three layers, prompt alone.',
    of: ofNeurons('alone', LAST_THREE, { kind: 'top', percent: 10 }),
  },
  {
    name: 'ON',
    variant: 'real-valued',
    meaning: 'Cosine of the activations themselves, last three layers, prompt alone.',
    of: ofNeurons('alone', LAST_THREE, { kind: 'real' }),
  },
  {
    name: 'C_concat',
    variant: 'shared start subtracted',
    meaning: 'Cosine of what training added to the prompt that all tasks start from.',
    of: ofMoved(cConcat),
  },
  {
    name: 'E_concat',
    variant: 'norms made equal',
    meaning: 'Closeness of the two prompts scaled to one norm.',
    of: ofPrompts((a, b) => eConcat(normEqualised(a), normEqualised(b))),
  },
  {
    name: 'E_average',
    variant: 'norms made equal',
    meaning: 'Closeness of soft tokens of prompts scaled to one norm.',
    of: ofPrompts((a, b) => eAverage(normEqualised(a), normEqualised(b))),
  },
  {
    name: 'C_matched',
    variant: 'order-free',
    meaning: 'Cosine of soft tokens, each matched with its best counterpart.',
    of: ofPrompts(cMatched),
  },
];

/** Similarity of each pair of tasks, mean over the seeds that both have; symmetric. */
function similarities(
  entry: IndicatorEntry,
  probed: readonly (readonly (Probed | null)[])[],
): (number | null)[][] {
  const values = probed.map(() => probed.map((): number | null => null));
  probed.forEach((a, i) => {
    for (let j = i; j < probed.length; j++) {
      const seeds = a.map((mine, seed) => {
        const other = probed[j][seed];
        return mine === null || other === null ? null : entry.of(mine, other);
      });
      values[i][j] = meanOfKnown(seeds);
      values[j][i] = values[i][j];
    }
  });
  return values;
}

/** Mean of the targets' ρ; the interval is Student's over targets. */
function perTarget(rhos: readonly (number | null)[]): Correlation | null {
  const known = rhos.filter((rho) => rho !== null);
  if (known.length === 0) return null;
  const interval = tInterval(known);
  return {
    rho: meanOf(known),
    interval: interval === null ? null : within(interval, RHO),
    count: known.length,
  };
}

/** What an indicator is compared with, [target][source]; rows of nothing for targets with nothing to transfer. */
interface Outcomes {
  readonly accuracy: TaskMatrix;
  readonly relative: TaskMatrix;
  readonly recovery: TaskMatrix;
}

function outcomesOf(cells: TaskMatrixOf<TransferCell | null>, targets: readonly ToTransfer[]): Outcomes {
  const matrix = (of: (cell: TransferCell) => Estimate | null): TaskMatrix =>
    cells.map((row, target) =>
      row.map((cell) =>
        cell === null || targets[target].kind !== 'something' ? null : (of(cell)?.mean ?? null),
      ),
    );
  return {
    accuracy: matrix((cell) => cell.accuracy),
    relative: matrix((cell) => cell.relative),
    recovery: matrix((cell) => cell.recovery),
  };
}

/** What is known of each task's prompts, by task and seed. */
function probedPrompts(scores: SweepScores): readonly (readonly (Probed | null)[])[] {
  const { tasks, seeds, record } = scores;
  return tasks.map((task) =>
    seeds.map((seed): Probed | null => {
      const trained = scores.trained(task, seed);
      if (trained === null) return null;
      const { length, width } = trained;
      const start = scores.start === 'shared' ? initialOf(record.initialPrompts, seed) : null;
      return {
        prompt: { length, width, values: trained.prompt },
        initial: start === null ? null : { length, width, values: start },
        neurons: scores.neurons(task, seed),
      };
    }),
  );
}

/**
 * Every indicator between the prompts of a sweep, and which of them ranks best.
 * @param cells the transfer matrix, [target][source]
 * @param targets one a task: correlations are over those with something to transfer
 */
export function indicatorReports(
  scores: SweepScores,
  cells: TaskMatrixOf<TransferCell | null>,
  targets: readonly ToTransfer[],
): { readonly indicators: readonly IndicatorReport[]; readonly ranking: IndicatorRanking } {
  const probed = probedPrompts(scores);
  const { accuracy, relative, recovery } = outcomesOf(cells, targets);
  const families = scores.tasks.map(({ family }: SweptTask) => family);
  const compared = INDICATORS.map((entry) => {
    const values = similarities(entry, probed);
    return { entry, values, rhos: spearmanOfTargets(values, accuracy) };
  });
  const indicators = compared.map(({ entry, values, rhos }): IndicatorReport => {
    const pairs = transferPairs(values, relative);
    const [x, y] = [pairs.map((pair) => pair.similarity), pairs.map((pair) => pair.outcome)];
    const sameType = pairs.map(({ source, target }) => families[source] === families[target]);
    return {
      name: entry.name,
      variant: entry.variant,
      meaning: entry.meaning,
      values,
      ...typeMeans(values, families),
      perTarget: perTarget(rhos),
      pooled: pooledSpearman(values, relative),
      pooledRecovery: pooledSpearman(values, recovery),
      partial: pairs.length < 3 ? null : partialSpearman(x, y, sameType),
    };
  });
  return { indicators, ranking: indicatorRanking(compared.map(({ rhos }) => rhos)) };
}

function initialOf(prompts: Readonly<Record<string, Float32Array>>, seed: number): Float32Array | null {
  const key = String(seed);
  return Object.hasOwn(prompts, key) ? prompts[key] : null;
}
