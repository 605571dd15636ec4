/**
 * Which tokens of a vocabulary have a role. tokenizer_config.json says it; where it is silent, the names that
 * the BERT, RoBERTa, T5 and GPT-2 vocabularies use are looked for among the added tokens, and nowhere else.
 */
import type { SpecialIds } from './tokenizer-types.ts';

type Role = keyof SpecialIds;

const CONFIG_FIELDS: Readonly<Record<Role, readonly string[]>> = {
  pad: ['pad_token'],
  unk: ['unk_token'],
  cls: ['cls_token', 'bos_token'],
  sep: ['sep_token', 'eos_token'],
  mask: ['mask_token'],
};

const USUAL_NAMES: Readonly<Record<Role, readonly string[]>> = {
  pad: ['[PAD]', '<pad>'],
  unk: ['[UNK]', '<unk>'],
  cls: ['[CLS]', '<s>'],
  sep: ['[SEP]', '</s>'],
  mask: ['[MASK]', '<mask>'],
};

/** Ids of the roles, by `config` (tokenizer_config.json) first and the added tokens' names second. */
export function findSpecialIds(
  config: Readonly<Record<string, unknown>>,
  addedNames: ReadonlySet<string>,
  idOf: (token: string) => number | null,
  modelUnknownId: number | undefined,
): SpecialIds {
  const find = (role: Role): number | null => {
    const named = CONFIG_FIELDS[role]
      .map((field) => tokenText(config[field]))
      .filter((name) => name !== null);
    const usual = USUAL_NAMES[role].filter((name) => addedNames.has(name));
    for (const name of [...named, ...usual]) {
      const id = idOf(name);
      if (id !== null) return id;
    }
    return null;
  };
  return {
    pad: find('pad'),
    unk: find('unk') ?? modelUnknownId ?? null,
    cls: find('cls'),
    sep: find('sep'),
    mask: find('mask'),
  };
}

/** A token in a config is its text, or a record with its text as `content`. */
function tokenText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (
    typeof value === 'object' &&
    value !== null &&
    'content' in value &&
    typeof value.content === 'string'
  ) {
    return value.content;
  }
  return null;
}
