/**
 * The keys of the shell, the same in every place: they come before those of places and figures. What a key stands for is
 * decided here, without a document; `use-shell-keys.ts` listens and performs.
 */
import type { PlaceId, PlaceShortcut } from '../places/place-types.ts';

export type ShellCommand =
  | { readonly kind: 'help' | 'talk' | 'reveal' | 'blank' }
  | { readonly kind: 'go'; readonly to: PlaceId }
  /** A key that leads to a place was pressed; the next one says to which. */
  | { readonly kind: 'await-place' }
  /** It named no place, and stands for nothing else. */
  | { readonly kind: 'forget' };

export interface KeyContext {
  readonly places: readonly { readonly id: PlaceId; readonly key: string }[];
  readonly place: PlaceId;
  readonly talk: boolean;
  /** Whether single letters stand for something: switched on, and nobody writes. */
  readonly letters: boolean;
  /** Whether a key that leads to a place was pressed just now. */
  readonly awaitsPlace: boolean;
}

export const GO_KEY = 'g';
/** After it, a place's key is waited for so long. */
export const GO_MS = 1000;

export const SHELL_KEYS: readonly PlaceShortcut[] = [
  { key: 't', help: 'Talk mode, and back' },
  { key: 'v', help: 'Show the next hidden part' },
  { key: '?', help: 'This list' },
];

export const TALK_KEYS: readonly PlaceShortcut[] = [
  { key: 'PgDn PgUp', help: 'Next place, place before; clickers send these' },
  { key: 'b', help: 'Blank the screen; any key brings it back' },
  { key: 'Esc', help: 'Leave talk mode' },
];

/** What clickers send for a black screen: either of the two that slide programs know. */
const BLANK_KEYS: readonly string[] = ['b', '.'];

const LETTERS: Readonly<Record<string, 'help' | 'talk' | 'reveal'>> = { '?': 'help', t: 'talk', v: 'reveal' };

/** What `key` stands for now; null where it is none of the shell's. */
export function shellCommand(key: string, context: KeyContext): ShellCommand | null {
  const { places, place, talk, letters, awaitsPlace } = context;
  if (talk && (key === 'PageDown' || key === 'PageUp')) {
    const index = places.findIndex(({ id }) => id === place) + (key === 'PageDown' ? 1 : -1);
    const next = places[index];
    // At either end it stays: a press too many should not start over.
    return next === undefined ? { kind: 'forget' } : { kind: 'go', to: next.id };
  }
  // Shift, arrows and the like are no letters.
  if (!letters || key.length !== 1) return null;
  if (awaitsPlace) {
    const to = places.find((candidate) => candidate.key === key);
    return to === undefined ? { kind: 'forget' } : { kind: 'go', to: to.id };
  }
  if (key === GO_KEY) return { kind: 'await-place' };
  if (talk && BLANK_KEYS.includes(key)) return { kind: 'blank' };
  const kind = Object.hasOwn(LETTERS, key) ? LETTERS[key] : undefined;
  return kind === undefined ? null : { kind };
}
