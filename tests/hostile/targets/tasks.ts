/** Tasks and catalogues: task folders, imports of one's own rows, models and published matrices. */
import { importTask } from '../../../src/data/import/import-task.ts';
import { parseModelCatalogue } from '../../../src/data/model-catalogue.ts';
import { parseRows } from '../../../src/data/parse-rows.ts';
import { parseTaskInfo } from '../../../src/data/parse-task-info.ts';
import { readPublishedMatrices } from '../../../src/data/published-matrices.ts';
import { SPLIT_NAMES } from '../../../src/experiment/task-types.ts';
import { source } from '../../data/import/sources.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { HOSTILE_TEXTS, TEXT_TOKENS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, textOf, type Target } from '../target.ts';

const TASK = {
  name: 'mood',
  family: 'sentiment',
  labels: ['no', 'yes'],
  template: '{a} it was [MASK] .',
  label_words: ['bad', ['good', 'great']],
  source: 'a test',
  licence: 'CC0',
};

const MODEL = {
  name: 'tiny',
  folder: 'tiny',
  default: true,
  onDemand: false,
  description: 'small',
  licence: 'MIT',
  architecture: 'BERT',
  ...{ parameters: 10, layers: 2, width: 4, heads: 1, feedForward: 8, vocabulary: 100, maxLength: 64 },
  files: [{ name: 'model.onnx', bytes: 10, sha256: 'a'.repeat(64) }],
};

const MATRICES = {
  description: 'made up',
  source: 'a test',
  licence: 'CC0',
  metric: { accuracy: 'all' },
  families: ['sentiment', 'topic'],
  familyOf: { joy: 0, news: 1 },
  rowsAre: 'target',
  columnsAre: 'source',
  models: {
    small: {
      tasks: ['joy', 'news'],
      matrix: [
        [90, 10],
        [20, 80],
      ],
      random: [50, null],
    },
  },
};

const ROWS = Array.from({ length: 12 }, (_, at) => ({
  text: `row ${String(at)}, “quoted” and\tlong`,
  label: at % 2 === 0 ? 'yes' : 'no',
  split: ['train', 'train', 'dev', 'test'][at >> 1] ?? 'train',
}));

const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const table = (mark: string): string =>
  [['text', 'label', 'split'], ...ROWS.map((row) => Object.values(row))]
    .map((row) => row.map(cell).join(mark))
    .join('\r\n');
const ROWS_AS = {
  csv: table(','),
  tsv: table('\t').replaceAll('"', '').replaceAll(' and\tlong', ''),
  jsonl: ROWS.map((row) => JSON.stringify(row)).join('\n'),
  json: JSON.stringify(ROWS),
} as const;

async function readImport(name: string, bytes: Uint8Array, strict: boolean): Promise<void> {
  const { task, report } = await importTask(
    [{ source: source(name, bytes.slice(), Math.max(7, bytes.byteLength >> 3)), split: null }],
    strict ? { name: 'mine' } : { name: 'mine', skipMalformed: true, dropDuplicates: true, quotes: false },
  );
  for (const split of SPLIT_NAMES)
    for (const { a, y } of task[split])
      check(typeof a === 'string' && task.labels[y] !== undefined, 'a row has no class');
  check(task.labels.length === task.labelWords.length, 'a class has no words');
  check(report.rowsRead >= task.train.length, 'more rows are taught than were read');
}

const encoder = new TextEncoder();
const FORMATS = Object.entries(ROWS_AS);
/** UTF-16 and Latin-1 of the same rows. */
const OTHER_ENCODINGS = [
  new Uint8Array(Buffer.from(`\ufeff${ROWS_AS.csv}`, 'utf16le')),
  new Uint8Array(Buffer.from(ROWS_AS.csv, 'latin1')),
];

export const TASK_TARGETS: readonly Target[] = [
  {
    name: 'task.json',
    inputs: damagedJson([TASK]),
    read: (bytes) => {
      const { labels, labelWords } = parseTaskInfo(textOf(bytes), 'task.json', 'mine');
      check(labels.length === labelWords.length, 'a class has no words');
    },
  },
  {
    name: 'rows of a task',
    inputs: damagedBytes(
      [encoder.encode('{"a":"x","y":0}\n{"a":"y","b":"z","y":1}\r\n\n{"a":"","y":1}')],
      TEXT_TOKENS,
    ),
    read: (bytes) => {
      for (const { a, y } of parseRows(textOf(bytes), 'train.jsonl', { classes: 2, needsB: false }))
        check(typeof a === 'string' && (y === 0 || y === 1), 'a row has no class');
    },
  },
  {
    name: 'catalogue of models',
    inputs: damagedJson([[MODEL, { ...MODEL, name: 'other', default: false }]]),
    read: (bytes) => {
      for (const { folder, files } of parseModelCatalogue(textOf(bytes)))
        check(![folder, ...files.map(({ name }) => name)].some((name) => /[/\\]|^\./.test(name)), 'a path');
    },
  },
  {
    name: 'published matrices',
    inputs: damagedJson([MATRICES], HOSTILE_TEXTS),
    read: (bytes) => readPublishedMatrices(textOf(bytes), 'matrices.json'),
  },
  ...FORMATS.map(([ending, text]): Target => {
    const rows = encoder.encode(text);
    const seeds = ending === 'csv' ? [rows, ...OTHER_ENCODINGS] : [rows];
    return {
      name: `import of .${ending}`,
      inputs: damagedBytes(seeds, TEXT_TOKENS),
      read: async (bytes) => {
        await readImport(`rows.${ending}`, bytes, bytes.byteLength % 2 === 0);
      },
    };
  }),
];
