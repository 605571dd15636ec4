/** The small PLMs of the fixtures as a person would have them: with a tokenizer and a config that name their kind. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileToDrop } from './drop-files.ts';

export interface Family {
  readonly folder: string;
  readonly architecture: string;
  /** Of the word embeddings, and so of a soft prompt. */
  readonly width: number;
  /** Tokens by the ids that the fixture's config gives them. */
  readonly special: Readonly<Record<string, number>>;
  /** What stands around a text. */
  readonly around: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly unknown: string;
  /** By role, as tokenizer_config.json names them. */
  readonly roles: Readonly<Record<string, string>>;
}

const BERT = {
  special: { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, '[MASK]': 4 },
  around: { before: ['[CLS]'], after: ['[SEP]'] },
  unknown: '[UNK]',
  roles: {
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    mask_token: '[MASK]',
  },
} as const;

export const BERT_FAMILY: Family = {
  folder: 'bert-mlm',
  architecture: 'BertForMaskedLM',
  width: 32,
  ...BERT,
};

export const FAMILIES: readonly Family[] = [
  BERT_FAMILY,
  { folder: 'distilbert-mlm', architecture: 'DistilBertForMaskedLM', width: 32, ...BERT },
  { folder: 'electra-mlm', architecture: 'ElectraForMaskedLM', width: 24, ...BERT },
  { folder: 'bert-mlm-fp16', architecture: 'BertForMaskedLM', width: 32, ...BERT },
  {
    folder: 'roberta-mlm',
    architecture: 'RobertaForMaskedLM',
    width: 32,
    special: { '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, '<mask>': 4 },
    around: { before: ['<s>'], after: ['</s>'] },
    unknown: '<unk>',
    roles: {
      bos_token: '<s>',
      eos_token: '</s>',
      cls_token: '<s>',
      sep_token: '</s>',
      pad_token: '<pad>',
      unk_token: '<unk>',
      mask_token: '<mask>',
    },
  },
  {
    folder: 'gpt2-lm',
    architecture: 'GPT2LMHeadModel',
    width: 32,
    special: { '<|endoftext|>': 199 },
    around: { before: [], after: [] },
    unknown: '<|endoftext|>',
    roles: { bos_token: '<|endoftext|>', eos_token: '<|endoftext|>', unk_token: '<|endoftext|>' },
  },
  {
    folder: 't5-seq2seq',
    architecture: 'T5ForConditionalGeneration',
    width: 32,
    special: { '<pad>': 0, '</s>': 1, '<unk>': 2, '<extra_id_0>': 199 },
    around: { before: [], after: ['</s>'] },
    unknown: '<unk>',
    roles: { pad_token: '<pad>', eos_token: '</s>', unk_token: '<unk>' },
  },
];

const VOCABULARY = 200;
/** What the sample task of the tests asks with. */
const WORDS = ['it', 'was', '.', 'terrible', 'great', 'a', 'film', 'good', 'bad', 'the', 'of', 'and'];

/** A tokenizer of whole words with as many entries as the fixture's word embedding has rows. */
function tokenizerOf({ special, around, unknown }: Family): unknown {
  const taken = new Map(Object.entries(special).map(([token, id]) => [id, token]));
  const words = [...WORDS];
  const vocabulary = Object.fromEntries(
    Array.from({ length: VOCABULARY }, (_, id) => [
      taken.get(id) ?? words.shift() ?? `word${String(id)}`,
      id,
    ]),
  );
  const piece = (token: string): unknown => ({ SpecialToken: { id: token, type_id: 0 } });
  const single = [
    ...around.before.map(piece),
    { Sequence: { id: 'A', type_id: 0 } },
    ...around.after.map(piece),
  ];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: Object.entries(special).map(([content, id]) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, { Sequence: { id: 'B', type_id: 0 } }],
      special_tokens: Object.fromEntries(
        Object.entries(special).map(([id, number]) => [id, { id, ids: [number], tokens: [id] }]),
      ),
    },
    decoder: null,
    model: { type: 'WordLevel', vocab: vocabulary, unk_token: unknown },
  };
}

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The files of a family's model, in a folder called as the fixture. */
export function familyFiles(family: Family): readonly FileToDrop[] {
  const read = (name: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(
      readFileSync(fileURLToPath(new URL(`../fixtures/onnx/${family.folder}/${name}`, import.meta.url))),
    );
  const config = JSON.parse(new TextDecoder().decode(read('config.json'))) as object;
  return [
    { name: 'model.onnx', bytes: read('model.onnx') },
    { name: 'config.json', bytes: bytesOf({ ...config, architectures: [family.architecture] }) },
    { name: 'tokenizer.json', bytes: bytesOf(tokenizerOf(family)) },
    { name: 'tokenizer_config.json', bytes: bytesOf(family.roles) },
  ];
}
