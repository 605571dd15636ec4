/**
 * Findings: what a report comes to, as one sentence whose numbers carry the colour of their marks. Sentences are made by
 * pure functions beside the views of their place.
 */

/** The meaning of a number's colour: as the tokens of the page name them. */
export type FindingInk = 'learn' | 'before' | 'other' | 'same' | 'diff' | 'flow';

export type FindingPart = string | { readonly text: string; readonly ink: FindingInk };

export type Finding = readonly FindingPart[];

/** The sentence without its colours: for screen readers' announcements, titles of files, tests. */
export const findingText = (finding: Finding): string =>
  finding.map((part) => (typeof part === 'string' ? part : part.text)).join('');

/** Space between a number and its unit, at which no line breaks. */
const THIN = ' ';

/** A share from 0 to 1 in whole per cent. */
export const percent = (share: number): string => `${String(Math.round(100 * share))}${THIN}%`;

export const inked = (ink: FindingInk, text: string): FindingPart => ({ ink, text });
