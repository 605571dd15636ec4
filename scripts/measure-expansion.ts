/**
 * P@50 of the shipped expansion over the 28 topic classes of KPT's lists, and over the two of its sentiment list, with the
 * time a class takes.
 *
 *     npx tsx scripts/measure-expansion.ts
 */
import { openWords } from '../src/cli/open-words.ts';
import { DEFAULT_EXPANSION, type ExpansionSettings } from '../src/experiment/verbalizer/expansion.ts';
import { mean, precisions, TOPIC_SETS } from './wordnet/precision.ts';

const opening = performance.now();
const base = await openWords(DEFAULT_EXPANSION.sources, null);
console.log(`opened in ${(performance.now() - opening).toFixed(0)} ms`);

function report(what: string, settings: ExpansionSettings): void {
  for (const together of [false, true]) {
    const started = performance.now();
    const topics = TOPIC_SETS.flatMap((name) => precisions(name, settings, base, together));
    const time = (performance.now() - started) / topics.length;
    console.log(
      `${what}, ${together ? 'classes of a set together' : 'each class by itself'}: P@50 ${mean(topics).toFixed(4)}, ${time.toFixed(1)} ms a class`,
    );
  }
}

report('defaults', DEFAULT_EXPANSION);
report('relations alone', { ...DEFAULT_EXPANSION, reverseGloss: 0, forwardGloss: 0 });
report('definitions as section 16 weighs them', { ...DEFAULT_EXPANSION, forwardGloss: 0.5 });
for (const name of TOPIC_SETS)
  for (const { seeds, precision, words } of precisions(name, DEFAULT_EXPANSION, base, true))
    console.log(`  ${seeds.join(', ')}: ${precision.toFixed(2)} (${words} words)`);
for (const [what, sources] of [
  ['AFINN and WordNet', ['wordnet', 'afinn']],
  ['AFINN', ['afinn']],
  ['WordNet', ['wordnet']],
] as const)
  console.log(
    `bad and good, ${what}: ${precisions('kpt-imdb', { ...DEFAULT_EXPANSION, sources }, base, true)
      .map(({ precision }) => precision.toFixed(2))
      .join(', ')}`,
  );
