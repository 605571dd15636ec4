import { describe, expect, test } from 'vitest';
import { shellCommand, type KeyContext } from '../../src/app/shell/shell-keys.ts';

const PLACES = [
  { id: 'train', key: 't' },
  { id: 'transfer', key: 'r' },
  { id: 'library', key: 'l' },
] as const;

const AT: KeyContext = { places: PLACES, place: 'train', talk: false, letters: true, awaitsPlace: false };

describe('keys of the shell', () => {
  test.each([
    ['t', { kind: 'talk' }],
    ['v', { kind: 'reveal' }],
    ['?', { kind: 'help' }],
    ['g', { kind: 'await-place' }],
  ])('%s', (key, command) => {
    expect(shellCommand(key, AT)).toEqual(command);
    expect(shellCommand(key, { ...AT, letters: false })).toBeNull();
  });

  test('what is a place’s own, or the browser’s, is left alone', () => {
    for (const key of [
      ' ',
      's',
      'n',
      'b',
      '.',
      'T',
      'Escape',
      'Shift',
      'ArrowRight',
      'PageDown',
      'constructor',
    ])
      expect(shellCommand(key, AT)).toBeNull();
  });

  test('g and the key of a place lead there; any other key is swallowed', () => {
    const awaits = { ...AT, awaitsPlace: true };
    expect(shellCommand('r', awaits)).toEqual({ kind: 'go', to: 'transfer' });
    expect(shellCommand('t', awaits)).toEqual({ kind: 'go', to: 'train' });
    expect(shellCommand('n', awaits)).toEqual({ kind: 'forget' });
    expect(shellCommand('g', awaits)).toEqual({ kind: 'forget' });
    expect(shellCommand('Shift', awaits)).toBeNull();
  });

  test('in talk mode a clicker turns pages and stops at the ends, whoever types', () => {
    const talk = { ...AT, talk: true, letters: false };
    expect(shellCommand('PageDown', talk)).toEqual({ kind: 'go', to: 'transfer' });
    expect(shellCommand('PageUp', talk)).toEqual({ kind: 'forget' });
    expect(shellCommand('PageUp', { ...talk, place: 'library' })).toEqual({ kind: 'go', to: 'transfer' });
    expect(shellCommand('PageDown', { ...talk, place: 'library' })).toEqual({ kind: 'forget' });
  });

  test('in talk mode b blanks, as clickers send it or as a full stop', () => {
    for (const key of ['b', '.']) expect(shellCommand(key, { ...AT, talk: true })).toEqual({ kind: 'blank' });
  });
});
