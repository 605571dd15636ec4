/** Listens to the keys of the shell. */
import { useEffect, useRef } from 'react';
import { measureParts } from '../frame/part-rects.ts';
import { titleOfPart } from '../frame/parts.ts';
import { useLab } from '../lab-context.tsx';
import type { Lab } from '../lab.ts';
import type { Place, PlaceId } from '../places/place-types.ts';
import { PLACES } from '../places/places.ts';
import { revealNext, setBlank, setTalk, talkStore } from '../talk/talk-store.ts';
import { isTyping } from './typing.ts';
import { GO_MS, shellCommand, type KeyContext, type ShellCommand } from './shell-keys.ts';

export function useShellKeys(place: Place, openHelp: () => void): void {
  const lab = useLab();
  /** When the key that leads to a place was pressed; the place before may still be on the screen then. */
  const asked = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (talkStore.getState().blank) {
        setBlank(false);
        swallow(event);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isInDialog(event.target)) return;
      const command = shellCommand(event.key, contextOf(lab, place.id, event, asked.current));
      if (command === null) return;
      swallow(event);
      asked.current = command.kind === 'await-place' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      // A key held down would switch to and fro.
      if (!event.repeat) perform(lab, command, openHelp);
    };
    // Before figures and drawers, which have letters of their own.
    window.addEventListener('keydown', hear, true);
    window.addEventListener('keydown', leaveTalk);
    return () => {
      window.removeEventListener('keydown', hear, true);
      window.removeEventListener('keydown', leaveTalk);
    };
  }, [lab, place, openHelp]);
}

function contextOf(
  lab: Lab,
  place: PlaceId,
  { target, timeStamp }: KeyboardEvent,
  asked: number,
): KeyContext {
  return {
    places: PLACES,
    place,
    talk: talkStore.getState().on,
    letters: lab.page.getState().preferences.shortcuts && !isTyping(target),
    awaitsPlace: timeStamp - asked < GO_MS,
  };
}

function perform(lab: Lab, command: ShellCommand, openHelp: () => void): void {
  switch (command.kind) {
    case 'help':
      openHelp();
      break;
    case 'talk':
      setTalk(!talkStore.getState().on);
      break;
    case 'reveal': {
      const shown = revealNext((name) => measureParts([name])[name] !== undefined);
      if (shown !== null) lab.page.setState({ announcement: `${titleOfPart(shown)} shown` });
      break;
    }
    case 'blank':
      setBlank(true);
      lab.page.setState({ announcement: 'Screen blank. Any key brings it back.' });
      break;
    case 'go':
      location.hash = `#/${command.to}`;
      break;
    case 'await-place':
    case 'forget':
      break;
  }
}

/** Esc, after everything that unlocks or closes by it; who writes stops writing first. */
function leaveTalk(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || !talkStore.getState().on) return;
  if (isInDialog(event.target)) return;
  if (isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
  else setTalk(false);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog') !== null;
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
