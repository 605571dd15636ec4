/** Tokenizers, and OpenPrompt's templates and verbalizers. */
import { readVerbalizerFile, writeVerbalizerFile } from '../../../src/data/verbalizers/verbalizer-file.ts';
import { DEFAULT_EXPANSION } from '../../../src/experiment/verbalizer/expansion.ts';
import type { StoredVerbalizer } from '../../../src/experiment/verbalizer/verbalizer.ts';
import { readOpenPromptTemplate } from '../../../src/text/openprompt-templates.ts';
import { readOpenPromptVerbalizer } from '../../../src/text/openprompt-verbalizers.ts';
import { parseTemplate } from '../../../src/text/template.ts';
import { createTokenizer } from '../../../src/text/tokenizer.ts';
import { readFiles } from '../../text/families.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { TEXT_TOKENS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, textOf, type Target } from '../target.ts';

const WORD_PIECE = {
  tokenizer: {
    normalizer: { type: 'BertNormalizer', lowercase: true, strip_accents: null, clean_text: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] } },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    added_tokens: ['[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
      lstrip: false,
      rstrip: false,
      single_word: false,
    })),
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2, '[MASK]': 3, a: 4, '##b': 5, film: 6 },
    },
  },
  config: { mask_token: '[MASK]', unk_token: '[UNK]', do_lower_case: true },
};

const SPLITS = {
  ...WORD_PIECE,
  tokenizer: {
    ...WORD_PIECE.tokenizer,
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFKC' },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        { type: 'Prepend', prepend: '▁' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: '\\p{N}{1,3}' }, behavior: 'Isolated', invert: false },
        { type: 'Punctuation', behavior: 'Isolated' },
        { type: 'Digits', individual_digits: true },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ],
    },
  },
};

const SENTENCE = 'A film, ab 12 [MASK] 😀\u0301.';

function readTokenizer(bytes: Uint8Array): void {
  let files: unknown;
  try {
    files = JSON.parse(textOf(bytes));
  } catch {
    return;
  }
  if (typeof files !== 'object' || files === null) return;
  const tokenizer = createTokenizer(Reflect.get(files, 'tokenizer'), Reflect.get(files, 'config'));
  const { ids, offsets } = tokenizer.encode(SENTENCE);
  check(ids.length === offsets.length, 'a token has no place');
  check(
    offsets.every(([start, end]) => start >= 0 && start <= end && end <= SENTENCE.length),
    'a place is outside of the text',
  );
  check(ids.every(Number.isInteger), 'an id is no whole number');
  tokenizer.decode(ids);
}

const TEMPLATES = [
  'It was {"mask"} . {"placeholder": "text_a"}\n{"placeholder":"text_a", "shortenable": True} {"mask": None}',
  '{"placeholder": "text_b"} {"text": "So"} {"mask"} {"placeholder": "text_a"}',
];
const TEMPLATE_TOKENS = [
  ...TEXT_TOKENS,
  '{"mask"}',
  '{"soft": "x"}',
  '{"meta": "y"}',
  '{"placeholder": "text_c"}',
];
const LABELS = ['no', 'yes', '__proto__'];
const VERBALIZERS = {
  txt: 'bad,awful\ngood,great\nodd\n\nno\nyes\nodd',
  json: '[{"no": ["bad"], "yes": ["good", "great"], "__proto__": "odd"}]',
} as const;

const VERBALIZER: StoredVerbalizer = {
  version: 1,
  kind: 'verbalizer',
  name: 'poles',
  labels: ['no', 'yes'],
  words: [
    [{ word: 'bad', score: 1, source: 'own', path: ['bad'] }],
    [
      { word: 'good', score: 1, source: 'own', path: ['good'] },
      { word: 'great', score: 0.4, source: 'wordnet', path: ['good', '&', 'great'] },
    ],
  ],
  made: {
    how: 'expanded',
    seeds: [['bad'], ['good']],
    settings: { ...DEFAULT_EXPANSION, senses: { bad: ['a01129021'] } },
  },
  notices: ['WordNet 3.1'],
};

/** A verbalizer that was read is the same after writing and reading it. */
function readVerbalizerOf(bytes: Uint8Array, file: string): void {
  const verbalizer = readVerbalizerFile(textOf(bytes), file, null);
  const { text } = writeVerbalizerFile(verbalizer, 'lab');
  const again = writeVerbalizerFile(readVerbalizerFile(text, 'x.json', null), 'lab');
  check(again.text === text, 'a verbalizer is another, read again');
  check(verbalizer.labels.length === verbalizer.words.length, 'a class has no words');
}

const encoder = new TextEncoder();

export const TEXT_TARGETS: readonly Target[] = [
  { name: 'tokenizer.json, WordPiece', inputs: damagedJson([WORD_PIECE, SPLITS]), read: readTokenizer },
  ...(['byte-level', 'unigram', 'sentencepiece-bpe'] as const).map((family): Target => ({
    name: `tokenizer.json, ${family}`,
    inputs: damagedJson([readFiles(family)]),
    read: readTokenizer,
  })),
  {
    name: 'OpenPrompt template',
    inputs: damagedBytes(
      TEMPLATES.map((text) => encoder.encode(text)),
      TEMPLATE_TOKENS,
    ),
    read: (bytes) => {
      const source = readOpenPromptTemplate(textOf(bytes), bytes.byteLength % 2, 'templates.txt');
      check(parseTemplate(source).source === source, 'a template is another, read again');
    },
  },
  ...Object.entries(VERBALIZERS).map(([ending, text]): Target => ({
    name: `OpenPrompt verbalizer, .${ending}`,
    inputs: damagedBytes([encoder.encode(text)], TEXT_TOKENS),
    read: (bytes) => {
      const words = readOpenPromptVerbalizer(textOf(bytes), LABELS, `words.${ending}`);
      check(words.length === LABELS.length && words.every((list) => list.length > 0), 'a class has no word');
    },
  })),
  ...Object.entries(VERBALIZERS).map(([ending, text]): Target => ({
    name: `verbalizer without a task, .${ending}`,
    inputs: damagedBytes([encoder.encode(text)], TEXT_TOKENS),
    read: (bytes) => readVerbalizerOf(bytes, `words.${ending}`),
  })),
  {
    name: 'verbalizer of the lab',
    inputs: damagedJson([VERBALIZER]),
    read: (bytes) => readVerbalizerOf(bytes, 'poles.verbalizer.json'),
  },
];
