/**
 * Runs a normaliser of the tokenizers library and keeps track of where every character came from. The library
 * maps string to string, so a stage is cut into the smallest segments that normalise on their own to the same
 * result: code points, else a base character with its combining marks (NFC and NFKC join those), else words.
 * Stages that look beyond such segments (strip, prepend, replace) are followed by what they are known to do.
 */
import {
  PrependNormalizer,
  ReplaceNormalizer,
  SequenceNormalizer,
  StripNormalizer,
  type Normalizer,
} from '@huggingface/tokenizers';
import { applyLeaves, type AlignedText, type Leaf } from './aligned-text.ts';

export type StringStage = (text: string) => string;

/** Plain letters: no character here changes its length or joins another. */
const ASCII = /^[\u0020-\u007e]*$/;
const WORDS = /\s+|\S+/gu;
/** Marks, Hangul vowels and finals, and half-width sound marks join the character in front of them. */
const CLUSTERS = /[\s\S][\p{M}\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]*/gu;
const CODE_POINTS = /[\s\S]/gu;
const LEVELS = [WORDS, CLUSTERS, CODE_POINTS] as const;

/** `normalizer` applied to `aligned`. */
export function alignNormalizer(normalizer: Normalizer, aligned: AlignedText): AlignedText {
  if (normalizer instanceof SequenceNormalizer) {
    return normalizer.normalizers.reduce<AlignedText>(
      (text, stage) => (stage === null ? text : alignNormalizer(stage, text)),
      aligned,
    );
  }
  const { text } = aligned;
  const output = normalizer.normalize(text);
  if (output === text) return aligned;
  const known = knownLeaves(normalizer, text);
  if (known !== null && joined(known) === output) return applyLeaves(aligned, known);
  return alignStage((part) => normalizer.normalize(part), aligned);
}

/** A string-to-string stage that works on characters or words, whatever else it does. */
export function alignStage(stage: StringStage, aligned: AlignedText): AlignedText {
  const { text } = aligned;
  const output = stage(text);
  if (output === text) return aligned;
  // Most texts take this short way: nothing changed but the case of plain letters, each in its place.
  if (ASCII.test(text) && output.length === text.length && output.toLowerCase() === text.toLowerCase()) {
    return { ...aligned, text: output };
  }
  // What a code point becomes is remembered within the text, because stages are slow on many small strings.
  const seen = new Map<string, string>();
  const points = split(text, 0, CODE_POINTS, (point) => {
    const before = seen.get(point);
    if (before !== undefined) return before;
    const after = stage(point);
    seen.set(point, after);
    return after;
  });
  return applyLeaves(aligned, agrees(joined(points), output) ? points : refine(stage, text, 0, output, 0));
}

function refine(
  stage: StringStage,
  text: string,
  offset: number,
  output: string,
  level: number,
): readonly Leaf[] {
  const whole: Leaf = { start: offset, end: offset + text.length, output };
  const pattern = LEVELS[level];
  if (pattern === undefined) return [whole];
  const parts = split(text, offset, pattern, stage);
  if (!agrees(joined(parts), output)) return [whole];
  return parts.flatMap((part) =>
    refine(stage, text.slice(part.start - offset, part.end - offset), part.start, part.output, level + 1),
  );
}

function split(text: string, offset: number, pattern: RegExp, stage: StringStage): readonly Leaf[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: offset + match.index,
    end: offset + match.index + match[0].length,
    output: stage(match[0]),
  }));
}

function joined(leaves: readonly Leaf[]): string {
  return leaves.map((leaf) => leaf.output).join('');
}

/**
 * Lower-casing a Greek sigma depends on its neighbours in JavaScript, but goes character by character in Hugging
 * Face's tokenizers, which PLMs are trained with: where case alone differs, the parts' own output is right.
 */
function agrees(parts: string, output: string): boolean {
  return parts === output || (parts.length === output.length && parts.toUpperCase() === output.toUpperCase());
}

/** What a stage that sees more than a segment did; null for all others. */
function knownLeaves(normalizer: Normalizer, text: string): readonly Leaf[] | null {
  if (normalizer instanceof StripNormalizer) {
    const output = normalizer.normalize(text);
    const start = text.indexOf(output);
    return keepUnits(text, start, start + output.length);
  }
  if (normalizer instanceof PrependNormalizer) {
    const output = normalizer.normalize(text);
    const prefix = output.slice(0, output.length - text.length);
    return [{ start: 0, end: 0, output: prefix }, ...keepUnits(text, 0, text.length)];
  }
  if (normalizer instanceof ReplaceNormalizer && normalizer.pattern !== null) {
    return replaceLeaves(text, normalizer.pattern, normalizer.config.content ?? '');
  }
  return null;
}

function keepUnits(text: string, from: number, to: number): readonly Leaf[] {
  return Array.from({ length: to - from }, (_, i) => ({
    start: from + i,
    end: from + i + 1,
    output: text.charAt(from + i),
  }));
}

function replaceLeaves(text: string, pattern: RegExp, content: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let cursor = 0;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    leaves.push(...keepUnits(text, cursor, match.index), { start: match.index, end, output: content });
    cursor = end;
  }
  return [...leaves, ...keepUnits(text, cursor, text.length)];
}
