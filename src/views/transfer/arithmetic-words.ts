/** What prompt arithmetic came to, and what its figure asks, in words. */
import type {
  ArithmeticReport,
  Estimate,
  TransferReport,
} from '../../experiment/transfer/transfer-report.ts';
import { inked, percent, type Finding } from '../finding.ts';
import { countWord } from '../number-words.ts';
import type { FigureText } from '../standalone-svg.ts';
import { isKnown, meanOf, minus, seedsText } from './estimate-text.ts';

/** Such as `other start + joy`, `start + 0.5 × joy`, `start + joy + mood, on mood`. */
export function expressionName(
  { tasks }: TransferReport,
  { onto, scale, tasks: added, target }: ArithmeticReport,
): string {
  const sum = added.map((task) => tasks[task].name).join(' + ');
  const start = onto === 'other-start' ? 'other start' : 'start';
  const times = scale === 1 ? '' : `${minus(String(scale))} × `;
  return `${start} + ${times}${sum}${added.length === 1 ? '' : `, on ${tasks[target].name}`}`;
}

export function arithmeticText(report: TransferReport): FigureText {
  const rows = report.arithmetic.map((one) => one.rows);
  const [least, most] = [Math.min(...rows), Math.max(...rows)];
  return {
    title: 'Can what training added to a start be moved, scaled and summed?',
    facts:
      `accuracy of start + λ · (prompt − its start), nothing trained · ${report.plm} · ` +
      `${least === most ? String(least) : `${String(least)} to ${String(most)}`} test rows · ${seedsText(report)}`,
    howToRead:
      'A row each sum. A filled dot near the bar of the own prompt and clear of the hollow one, a random vector as long, shows that the vector carries the task.',
  };
}

type Measured = ArithmeticReport & Record<'random' | 'own', Estimate>;

/** Those of which every number of a sentence is known. */
const measured = (all: readonly ArithmeticReport[]): readonly Measured[] =>
  all.filter((one): one is Measured => isKnown(one.accuracy) && isKnown(one.random) && isKnown(one.own));

/** Mean over expressions, in whole per cent. */
const meanOfAll = (all: readonly Measured[], key: 'accuracy' | 'random' | 'own'): string =>
  percent(meanOf(all.map((one) => one[key].mean)) ?? NaN);

/** How many are above the random vector by more than chance, as the end of a sentence. */
function settled(all: readonly Measured[]): string {
  const better = all.filter(({ difference }) => difference !== null && difference.interval.low > 0).length;
  if (all.length === 1) return `it is ${better === 1 ? '' : 'not '}reliably better than random`;
  const of = `of ${countWord(all.length)}`;
  if (better === 0) return `none ${of} is reliably better than random`;
  return `${countWord(better)} ${of} ${better === 1 ? 'is' : 'are'} reliably better than random`;
}

/** What the untrained get, where it is known of all; a random vector can do harm, so that beating it isn’t enough. */
function untrainedPart(all: readonly Measured[]): string {
  const known = all.map(({ untrained }) => untrained).filter((one) => isKnown(one));
  if (known.length < all.length) return '';
  return ` (untrained ${percent(meanOf(known.map(({ mean }) => mean)) ?? NaN)})`;
}

/** `head` gets x of the rows right, against `own`, random vectors and the untrained. */
function compared(head: string, all: readonly Measured[], own: string): Finding {
  if (all.length === 0) return [];
  return [
    `${head} `,
    inked('learn', meanOfAll(all, 'accuracy')),
    ` of the rows right, against ${meanOfAll(all, 'own')} with ${own} and `,
    inked('before', meanOfAll(all, 'random')),
    ` with a random vector as long${untrainedPart(all)}; ${settled(all)}. `,
  ];
}

/** What each λ comes to, mean over the tasks that have it. */
function scaled(all: readonly ArithmeticReport[]): Finding {
  const known = all.filter(({ accuracy }) => isKnown(accuracy));
  const scales = [...new Set(known.map(({ scale }) => scale))];
  if (scales.length < 2) return [];
  const parts = scales.map((scale) => {
    const share = meanOf(known.filter((one) => one.scale === scale).map(({ accuracy }) => accuracy.mean));
    return `${percent(share ?? NaN)} at ${minus(String(scale))}`;
  });
  return [`On the own start, scaled: ${parts.join(', ')}. `];
}

/**
 * The finding: vectors on another start, vectors added, vectors scaled; means over tasks. What isn't measured isn't
 * mentioned.
 */
export function arithmeticFinding({ arithmetic }: TransferReport): Finding {
  const elsewhere = measured(arithmetic.filter(({ onto }) => onto === 'other-start'));
  const sums = measured(arithmetic.filter(({ tasks }) => tasks.length > 1));
  const own = arithmetic.filter(({ onto, tasks }) => onto === 'own-start' && tasks.length === 1);
  const count = elsewhere.length;
  const finding = [
    ...compared(
      `On another start ${countWord(count)} task${count === 1 ? '’s vector gets' : 's’ vectors get'}`,
      elsewhere,
      `the own prompt${count === 1 ? '' : 's'}`,
    ),
    ...compared('Two tasks’ vectors added get', sums, 'the target’s own prompt'),
    ...scaled(own),
  ];
  if (finding.length === 0) return ['Too little is measured to compare a vector with a random one.'];
  const last = finding[finding.length - 1];
  return [...finding.slice(0, -1), ...(typeof last === 'string' ? [last.trimEnd()] : [last])];
}
