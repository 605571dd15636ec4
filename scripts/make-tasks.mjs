/**
 * Makes the shipped sample tasks (public/tasks) and their catalogue (src/data/task-catalogue.json).
 *
 *     node scripts/make-tasks.mjs TASKS_FOLDER REFERENCE_FOLDER
 *
 * TASKS_FOLDER holds `tasks.json` (family, labels, source, licence) and a folder a task with train/dev/test.jsonl.
 * REFERENCE_FOLDER holds the tasks that the model cards' accuracies were measured on, with their task.json; they
 * are taken as they are, the test split's first rows alone. Of the others a seeded sample is drawn, in the order
 * of the source; rows for dev and test that share their first text with the training rows are left out, so that
 * nothing is known from training. The same folders always give the same files.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const SEED = 20260101;
const MOST_ROWS = { train: 1500, dev: 300, test: 500 };
const MOST_REFERENCE_TEST_ROWS = 500;
const MOST_ANEW = { train: 1000, dev: 250, test: 300 };

const REFERENCE_TASKS = ['agnews', 'dbpedia_small', 'sms_spam', 'sst2', 'subj'];

/** How each task is asked; templates after Gao et al. 2021 (LM-BFF) where they have one. */
const ASKED = {
  movie_reviews: { template: '{a} it was [MASK] .', label_words: ['terrible', 'great'], characters: 600 },
  yahoo: {
    template: '[MASK] question : {a}',
    label_words: [
      'society',
      'science',
      'health',
      'education',
      'computers',
      'sports',
      'business',
      'entertainment',
      'relationships',
      'politics',
    ],
  },
  mpqa: { template: '{a} it was [MASK] .', label_words: ['terrible', 'great'] },
  mnli: { template: '{a} ? [MASK] , {b}', label_words: ['yes', 'maybe', 'no'] },
  snli: { template: '{a} ? [MASK] , {b}', label_words: ['yes', 'maybe', 'no'] },
  qnli: { template: '{a} [MASK] , {b}', label_words: ['yes', 'no'] },
  qqp: { template: '{a} [MASK] , {b}', label_words: ['no', 'yes'] },
  ethics_deontology: { template: '{a} {b} that is [MASK] .', label_words: ['wrong', 'right'] },
  ethics_justice: { template: '{a} that is [MASK] .', label_words: ['unfair', 'fair'] },
};

/**
 * Tasks made of the rows of others, so that it can be told what a prompt carries over: other label words for the same
 * classes; another family's template and label words; classes that two data sets share, asked in one way.
 */
const ASKED_ANEW = {
  sst2_bad_good: { of: 'sst2', template: '{a} it was [MASK] .', label_words: ['bad', 'good'] },
  subj_as_sst2: { of: 'subj', template: '{a} it was [MASK] .', label_words: ['terrible', 'great'] },
  yahoo_news: {
    of: 'yahoo',
    template: '[MASK] news : {a}',
    label_words: ['politics', 'sports', 'business', 'technology'],
    classes: ['Politics & Government', 'Sports', 'Business & Finance', 'Computers & Internet'],
    labels: ['World', 'Sports', 'Business', 'Sci/Tech'],
  },
};

/** Where the licence is known better than from the copy that the rows came from. */
const LICENCES = {
  ethics_deontology: 'MIT (as stated with the ETHICS data set; the copy used is MIT too)',
  ethics_justice: 'MIT (as stated with the ETHICS data set; the copy used is MIT too)',
  movie_reviews: 'CC BY 4.0 (as stated by NLTK)',
};

const SPLITS = ['train', 'dev', 'test'];

async function main([tasksFolder, referenceFolder]) {
  if (tasksFolder === undefined || referenceFolder === undefined) {
    console.error('usage: node scripts/make-tasks.mjs TASKS_FOLDER REFERENCE_FOLDER');
    process.exit(1);
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  const facts = JSON.parse(readFileSync(join(tasksFolder, 'tasks.json'), 'utf8'));
  const tasks = [
    ...REFERENCE_TASKS.map((name) => referenceTask(name, join(referenceFolder, name))),
    ...Object.keys(ASKED).map((name) => sampledTask(name, join(tasksFolder, name), facts[name])),
    ...Object.keys(ASKED_ANEW).map((name) => taskAskedAnew(name, tasksFolder, referenceFolder, facts)),
  ];
  for (const task of tasks) writeTask(join(root, 'public', 'tasks', task.info.name), task);
  const catalogue = tasks.map(catalogueEntry);
  const catalogueText = await format(JSON.stringify(catalogue), { parser: 'json', printWidth: 110 });
  writeFileSync(join(root, 'src', 'data', 'task-catalogue.json'), catalogueText);
  for (const { name, bytes, rows } of catalogue) console.log(name, rows.train, rows.dev, rows.test, bytes);
}

/** @returns {string[]} the lines of a split, untouched */
function readLines(folder, split) {
  return readFileSync(join(folder, `${split}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function referenceTask(name, folder) {
  const info = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'));
  const [train, dev, test] = SPLITS.map((split) => readLines(folder, split));
  return { info: { ...info, name }, lines: { train, dev, test: test.slice(0, MOST_REFERENCE_TEST_ROWS) } };
}

function sampledTask(name, folder, fact) {
  const { characters = Infinity, ...asked } = ASKED[name];
  const lines = {};
  const seen = new Set();
  for (const split of SPLITS) {
    const fresh = readLines(folder, split).filter((line) => !seen.has(textKey(line)));
    lines[split] = sample(name, split, fresh, MOST_ROWS[split]).map((line) => shorten(line, characters));
    for (const line of lines[split]) seen.add(textKey(line));
  }
  const changes = Number.isFinite(characters) ? `, texts cut to ${characters} characters` : '';
  const info = {
    name,
    family: fact.family,
    labels: fact.labels,
    ...asked,
    source: `${fact.source} (sample${changes})`,
    licence: LICENCES[name] ?? fact.licence,
  };
  return { info, lines };
}

function taskAskedAnew(name, tasksFolder, referenceFolder, facts) {
  const { of, classes, ...asked } = ASKED_ANEW[name];
  const isReference = REFERENCE_TASKS.includes(of);
  const folder = join(isReference ? referenceFolder : tasksFolder, of);
  const fact = isReference ? JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) : facts[of];
  const seen = new Set();
  const lines = {};
  for (const split of SPLITS) {
    const rows = classes === undefined ? readLines(folder, split) : ofClasses(folder, split, fact, classes);
    const fresh = rows.filter((line) => !seen.has(textKey(line)));
    lines[split] = sample(name, split, fresh, MOST_ANEW[split]);
    for (const line of lines[split]) seen.add(textKey(line));
  }
  const { family, labels, source, licence } = fact;
  const info = { name, family, labels, ...asked, source: `${source} (rows of ${of}, asked anew)`, licence };
  return { info, lines };
}

/** The rows of those classes alone, numbered as `classes` lists them. */
function ofClasses(folder, split, { labels }, classes) {
  return readLines(folder, split)
    .map((line) => JSON.parse(line))
    .filter(({ y }) => classes.includes(labels[y]))
    .map((row) => JSON.stringify({ ...row, y: classes.indexOf(labels[row.y]) }));
}

/** Equal for texts that differ in case, spacing or punctuation alone. */
function textKey(line) {
  return JSON.parse(line)
    .a.toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 400);
}

function sample(name, split, lines, most) {
  const generator = xoroshiro128plus(
    SEED + [...`${name}/${split}`].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) | 0, 7),
  );
  const order = lines.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = uniformInt(generator, 0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order
    .slice(0, most)
    .sort((a, b) => a - b)
    .map((i) => lines[i]);
}

/** Cut at the last space before the limit: no half words. */
function shorten(line, characters) {
  const row = JSON.parse(line);
  if (row.a.length <= characters) return line;
  const cut = row.a.slice(0, characters + 1);
  return JSON.stringify({ ...row, a: cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)) });
}

function fileText(lines) {
  return lines.map((line) => `${line}\n`).join('');
}

function writeTask(folder, { info, lines }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'task.json'), `${JSON.stringify(info, null, 1)}\n`);
  for (const split of SPLITS) writeFileSync(join(folder, `${split}.jsonl`), fileText(lines[split]));
}

function catalogueEntry({ info, lines }) {
  const { label_words, ...rest } = info;
  const truth = lines.test.map((line) => JSON.parse(line).y);
  const largest = Math.max(...info.labels.map((_, c) => truth.filter((y) => y === c).length));
  return {
    ...rest,
    labelWords: label_words.map((word) => [word]),
    pairs: lines.train.some((line) => 'b' in JSON.parse(line)),
    rows: Object.fromEntries(SPLITS.map((split) => [split, lines[split].length])),
    majority: largest / truth.length,
    bytes: SPLITS.reduce((sum, split) => sum + Buffer.byteLength(fileText(lines[split])), 0),
    reference: REFERENCE_TASKS.includes(info.name),
  };
}

await main(process.argv.slice(2));
