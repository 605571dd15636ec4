/**
 * A tokenizer with character offsets, from a tokenizer.json. The tokenizers library (a port of Hugging Face's)
 * makes the tokens but forgets where they came from; here its parts are run one after another (added tokens,
 * normaliser, pre-tokenizer, model, post-processor) and the characters are followed through all of them.
 */
import {
  BPE,
  ByteLevelPreTokenizer,
  MetaspacePreTokenizer,
  SequencePreTokenizer,
  Tokenizer,
  Unigram,
  WordPiece,
  type AddedToken,
  type PreTokenizer,
} from '@huggingface/tokenizers';
import { LabError } from '../errors/lab-error.ts';
import { createSplitter } from './added-tokens.ts';
import { alignNormalizer, alignStage } from './align-normalizer.ts';
import { alignedAt, applyLeaves, originalSpan, sliceAligned, type AlignedText } from './aligned-text.ts';
import { checkAddedTokens, checkModel } from './check-vocabulary.ts';
import { locatePieces, type PieceSpelling } from './locate-pieces.ts';
import { findSpecialIds } from './special-tokens.ts';
import { tokenUnits } from './token-units.ts';
import type { Encoding, LabTokenizer, Span, TokenizerFamily } from './tokenizer-types.ts';

interface Traced {
  readonly token: string;
  readonly span: Span;
}

/**
 * The tokenizer that `tokenizerJson` (a parsed tokenizer.json) describes; `config` is its tokenizer_config.json,
 * which names the special tokens. Throws `tokenizer-unreadable`.
 */
export function createTokenizer(tokenizerJson: unknown, config: unknown = {}): LabTokenizer {
  const tokenizer = guarded(() => buildTokenizer(tokenizerJson, config));
  return {
    ...tokenizer,
    encode: (text, options) => guarded(() => tokenizer.encode(text, options)),
    decode: (ids, options) => guarded(() => tokenizer.decode(ids, options)),
  };
}

/** The library takes any settings that a file has, and trips over wrong ones only where it uses them. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(`tokenizer.json can't be used: ${why}.`, cause);
  }
}

function buildTokenizer(tokenizerJson: unknown, config: unknown): LabTokenizer {
  const settings = asRecord(config) ?? {};
  const library = readLibraryTokenizer(tokenizerJson, settings);
  const { model } = library;
  if (model === null) throw unreadable('tokenizer.json has no model.');
  const added = Array.from(library.get_added_tokens_decoder().values());
  const { normalizer } = library;
  const spellings = added.map((token): readonly [string, AddedToken] =>
    token.normalized && normalizer !== null
      ? [normalizer.normalize(token.content), token]
      : [token.content, token],
  );
  const isNormalized = (token: AddedToken): boolean => token.normalized && normalizer !== null;
  const beforeNormalizing = createSplitter(spellings.filter(([, token]) => !isNormalized(token)));
  const afterNormalizing = createSplitter(spellings.filter(([, token]) => isNormalized(token)));
  const spelling = pieceSpelling(library.pre_tokenizer);
  const family = findFamily(library, spelling);
  const addedIds = new Map(added.map((token) => [token.content, token.id]));
  const idOf = (token: string): number | null =>
    addedIds.get(token) ?? model.tokens_to_ids.get(token) ?? null;

  const prepare = (aligned: AlignedText): AlignedText => {
    const spaced = settings['remove_space'] === true ? removeSpace(aligned) : aligned;
    const lowered =
      settings['do_lowercase_and_remove_accent'] === true
        ? alignStage((text) => text.toLowerCase().replace(/\p{M}/gu, ''), spaced)
        : spaced;
    return normalizer === null ? lowered : alignNormalizer(normalizer, lowered);
  };

  const traceOrdinary = (aligned: AlignedText, sectionIndex: number): readonly Traced[] => {
    const { text } = aligned;
    const pieces = library.pre_tokenizer?.pre_tokenize(text, { section_index: sectionIndex }) ?? [text];
    const traced = locatePieces(pieces, text, spelling).flatMap(({ piece, span }) => {
      const tokens = model.encode([piece]);
      return tokenUnits(model, tokens, piece).map(([start, end], i) => {
        const [from, to] = span(start, end);
        return { token: tokens[i] ?? '', span: originalSpan(aligned, from, to) };
      });
    });
    return model.fuse_unk
      ? fuseUnknown(traced, (token) => model.tokens_to_ids.get(token), model.unk_token_id)
      : traced;
  };

  const traceSection = (aligned: AlignedText, sectionIndex: number): readonly Traced[] => {
    if (aligned.text === '') return [];
    const normalized = prepare(aligned);
    return afterNormalizing.split(normalized.text).flatMap((section) => {
      const part = sliceAligned(normalized, section.start, section.end);
      if (part.text === '') return [];
      if (section.added === null) return traceOrdinary(part, sectionIndex);
      return [{ token: section.added.content, span: originalSpan(part, 0, part.text.length) }];
    });
  };

  const trimsSpace = family === 'byte-level' || family === 'sentencepiece';
  const trace = (text: string): readonly Traced[] =>
    beforeNormalizing.split(text).flatMap((section, index) => {
      if (section.added !== null)
        return [{ token: section.added.content, span: [section.start, section.end] as const }];
      const traced = traceSection(alignedAt(text.slice(section.start, section.end), section.start), index);
      return trimsSpace
        ? traced.map(({ token, span }) => ({ token, span: withoutSpace(text, span) }))
        : traced;
    });

  const ids = (tokens: readonly string[]): readonly number[] =>
    tokens.map((token) => {
      const id = idOf(token) ?? model.unk_token_id;
      // The library hands a null of the file on.
      if (typeof id !== 'number')
        throw unreadable(`The vocabulary has neither the token "${token}" nor an unknown token.`);
      return id;
    });
  const around = findAround(library);

  return {
    family,
    vocabularySize: model.vocab.length,
    special: findSpecialIds(settings, new Set(addedIds.keys()), idOf, model.unk_token_id),
    around: { before: ids(around.before), after: ids(around.after) },
    source: [tokenizerJson, config],
    idOf,
    tokenOf: (id) => model.vocab[id] ?? null,
    encode(text, { addSpecialTokens = true } = {}): Encoding {
      const traced = trace(text);
      const before = addSpecialTokens ? around.before : [];
      const after = addSpecialTokens ? around.after : [];
      const tokens = [...before, ...traced.map(({ token }) => token), ...after];
      return {
        ids: ids(tokens),
        tokens,
        offsets: [
          ...before.map((): Span => [0, 0]),
          ...traced.map(({ span }) => span),
          ...after.map((): Span => [text.length, text.length]),
        ],
        special: tokens.map((_, i) => i < before.length || i >= before.length + traced.length),
      };
    },
    decode(tokenIds, { skipSpecialTokens = true } = {}): string {
      return tokenIds.length === 0
        ? ''
        : library.decode([...tokenIds], { skip_special_tokens: skipSpecialTokens });
    },
  };
}

function readLibraryTokenizer(tokenizerJson: unknown, config: Readonly<Record<string, unknown>>): Tokenizer {
  const json = asRecord(tokenizerJson);
  const model = json === null ? null : asRecord(json['model']);
  if (model === null) {
    throw unreadable('tokenizer.json must be a JSON object with a `model`.');
  }
  const absent = {
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
  };
  const complete = { ...absent, ...json };
  if (!Array.isArray(complete.added_tokens))
    throw unreadable('`added_tokens` of tokenizer.json must be a list.');
  checkAddedTokens(complete.added_tokens);
  checkModel(model);
  return new Tokenizer(complete, config);
}

function unreadable(message: string, cause?: unknown): LabError {
  const remedy =
    "Take tokenizer.json from the model's own folder, saved by a fast tokenizer (`tokenizer.save_pretrained`).";
  return new LabError(
    { code: 'tokenizer-unreadable', message, remedy, where: 'tokenizer.json' },
    cause === undefined ? undefined : { cause },
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function pieceSpelling(preTokenizer: PreTokenizer | null): PieceSpelling {
  if (preTokenizer instanceof SequencePreTokenizer) {
    return preTokenizer.tokenizers.map(pieceSpelling).find((spelling) => spelling !== 'text') ?? 'text';
  }
  if (preTokenizer instanceof ByteLevelPreTokenizer) return 'bytes';
  return preTokenizer instanceof MetaspacePreTokenizer ? 'space-mark' : 'text';
}

function findFamily(library: Tokenizer, spelling: PieceSpelling): TokenizerFamily {
  if (spelling === 'bytes') return 'byte-level';
  const { model } = library;
  if (model instanceof WordPiece) return 'wordpiece';
  const marksSpace = model?.vocab.some((token) => token.startsWith('\u2581')) ?? false;
  return marksSpace && (model instanceof Unigram || model instanceof BPE) ? 'sentencepiece' : 'plain';
}

/** What the post-processor puts around a text, found by handing it a token that no vocabulary has. */
function findAround(library: Tokenizer): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  const probe = '\u0000text\u0000';
  const tokens = library.post_processor?.post_process([probe], null, true).tokens ?? [probe];
  const at = tokens.indexOf(probe);
  return { before: tokens.slice(0, Math.max(at, 0)), after: tokens.slice(at + 1) };
}

function removeSpace(aligned: AlignedText): AlignedText {
  const start = aligned.text.length - aligned.text.trimStart().length;
  const trimmed = sliceAligned(aligned, start, start + aligned.text.trim().length);
  const runs = Array.from(trimmed.text.matchAll(/\s+|\S/gu), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    output: match[0].trim() === '' ? ' ' : match[0],
  }));
  return applyLeaves(trimmed, runs);
}

/** Space beside a word is no part of its token; a token of nothing but space keeps it. */
function withoutSpace(text: string, [start, end]: Span): Span {
  const part = text.slice(start, end);
  const trimmed = part.trim();
  if (trimmed === '') return [start, end];
  const from = start + part.length - part.trimStart().length;
  return [from, from + trimmed.length];
}

/** Neighbouring unknown tokens become one, as the library has it for models with `fuse_unk`. */
function fuseUnknown(
  traced: readonly Traced[],
  idOf: (token: string) => number | undefined,
  unknownId: number | undefined,
): readonly Traced[] {
  const isUnknown = (token: string): boolean => (idOf(token) ?? unknownId) === unknownId;
  const fused: Traced[] = [];
  let lastUnknown = false;
  for (const next of traced) {
    const unknown = isUnknown(next.token);
    const last = fused.at(-1);
    if (unknown && lastUnknown && last !== undefined) {
      const token = idOf(last.token) === unknownId ? last.token : last.token + next.token;
      fused[fused.length - 1] = { token, span: [last.span[0], Math.max(last.span[1], next.span[1])] };
    } else {
      fused.push(next);
    }
    lastUnknown = unknown;
  }
  return fused;
}
