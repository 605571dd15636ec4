/**
 * Makes the reading set that ships (public/reading) out of the packed WordNet, with its licence, and the list of its files
 * with sizes and hashes (src/data/reading/reading-files.json). The generator is the one that `lab make-reading` runs.
 *
 *     npx tsx scripts/make-reading.ts
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { format } from 'prettier';
import { projectFolder } from '../src/cli/open-model.ts';
import { openWordNet } from '../src/cli/open-words.ts';
import { packReading } from '../src/data/reading/packed-reading.ts';
import { READING_FOLDER, TWO_HOP_FILE } from '../src/data/reading/reading-files.ts';
import { WORDNET_FILE, WORDS_FOLDER } from '../src/data/verbalizers/word-files.ts';
import { SHIPPED_TWO_HOP } from '../src/experiment/reader/two-hop-settings.ts';
import { makeTwoHop, openTwoHop } from '../src/methods/reader/two-hop/make-two-hop.ts';

const folder = join(projectFolder, 'public', READING_FOLDER);
const licence = 'LICENSE-wordnet.txt';

const splits = makeTwoHop(openTwoHop(await openWordNet()), SHIPPED_TWO_HOP);
const bytes = gzipSync(packReading(splits), { level: 9 });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, TWO_HOP_FILE), bytes);
const files = [
  {
    name: TWO_HOP_FILE,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  },
];
writeFileSync(
  join(projectFolder, 'src', 'data', 'reading', 'reading-files.json'),
  await format(JSON.stringify(files), { parser: 'json' }),
);
const words = readFileSync(join(projectFolder, 'public', WORDS_FOLDER, licence), 'utf8');
writeFileSync(
  join(folder, licence),
  words.replace(
    /^.*\n/,
    `${TWO_HOP_FILE} holds words, relations and definitions of WordNet 3.1, as questions, by way of ${WORDNET_FILE}.\n`,
  ),
);
