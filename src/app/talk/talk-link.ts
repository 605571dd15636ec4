/** Talk mode and what a teacher hides, in the page's address: `?talk`, `?hide=words,number`. */
import { isPartName, type PartName } from '../frame/parts.ts';

const TALK_PARAMETER = 'talk';
const HIDE_PARAMETER = 'hide';

export interface TalkLink {
  readonly on: boolean;
  /** In the order in which they are shown. */
  readonly hide: readonly PartName[];
  /** What `hide` names that is no part. */
  readonly unknown: readonly string[];
}

export function readTalkLink(search: string): TalkLink {
  const parameters = new URLSearchParams(search);
  const names = (parameters.get(HIDE_PARAMETER) ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const distinct = [...new Set(names)];
  return {
    on: parameters.has(TALK_PARAMETER),
    hide: distinct.filter(isPartName),
    unknown: distinct.filter((name) => !isPartName(name)),
  };
}

/** The address with or without talk mode; everything else in it stays. */
export function writeTalkLink(search: string, on: boolean): string {
  const parameters = new URLSearchParams(search);
  if (parameters.has(TALK_PARAMETER) === on) return search;
  parameters.delete(TALK_PARAMETER);
  const rest = parameters.toString();
  const parts = [...(on ? [TALK_PARAMETER] : []), ...(rest === '' ? [] : [rest])];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
