/** One tokenizer of each family: the shipped WordPiece one and three tiny ones (tests/fixtures/text/make.py). */
import { readFileSync } from 'node:fs';
import { createTokenizer } from '../../src/text/tokenizer.ts';
import type { LabTokenizer } from '../../src/text/tokenizer-types.ts';

const fixtures = new URL('../fixtures/text/', import.meta.url);
const models = new URL('../../models/lab-tiny/', import.meta.url);

export const FAMILIES = ['wordpiece', 'byte-level', 'unigram', 'sentencepiece-bpe'] as const;
export type Family = (typeof FAMILIES)[number];

export interface TokenizerFiles {
  readonly tokenizer: object;
  readonly config: object;
}

export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
}

export function readFiles(family: Family): TokenizerFiles {
  if (family !== 'wordpiece') return readFixture(`${family}.json`) as TokenizerFiles;
  const read = (name: string): object => JSON.parse(readFileSync(new URL(name, models), 'utf8')) as object;
  return { tokenizer: read('tokenizer.json'), config: read('tokenizer_config.json') };
}

export function readTokenizer(family: Family): LabTokenizer {
  const { tokenizer, config } = readFiles(family);
  return createTokenizer(tokenizer, config);
}

/** The same vocabularies behind pre-tokenizers that others use: XLM-R's, Llama 3's, and a space put in front. */
export const VARIANTS: readonly (readonly [name: string, family: Family, preTokenizer: object])[] = [
  [
    'unigram, split at space first',
    'unigram',
    {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' },
      ],
    },
  ],
  [
    'byte-level, split by a pattern first',
    'byte-level',
    {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: ' ?\\p{L}+|\\p{N}{1,3}|[^\\p{L}\\p{N}]' },
          behavior: 'Isolated',
          invert: false,
        },
        { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
      ],
    },
  ],
  ['byte-level, a space put in front', 'byte-level', { type: 'ByteLevel', add_prefix_space: true }],
];

/** A family's files, with another pre-tokenizer where one is given. */
export function readVariantFiles(family: Family, preTokenizer: object | null): TokenizerFiles {
  const { tokenizer, config } = readFiles(family);
  return preTokenizer === null
    ? { tokenizer, config }
    : { tokenizer: { ...tokenizer, pre_tokenizer: preTokenizer }, config };
}
