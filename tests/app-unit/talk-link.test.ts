import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PARTS } from '../../src/app/frame/parts.ts';
import { readTalkLink, writeTalkLink } from '../../src/app/talk/talk-link.ts';

describe('talk mode in the address', () => {
  test.each([
    ['', { on: false, hide: [], unknown: [] }],
    ['?talk', { on: true, hide: [], unknown: [] }],
    ['?talk=', { on: true, hide: [], unknown: [] }],
    ['?hide=words,number', { on: false, hide: ['words', 'number'], unknown: [] }],
    ['?hide=number%2Cwords&talk', { on: true, hide: ['number', 'words'], unknown: [] }],
    [
      '?hide=Words,%20foo,,words,constructor',
      { on: false, hide: ['words'], unknown: ['foo', 'constructor'] },
    ],
  ])('%s', (search, link) => {
    expect(readTalkLink(search)).toEqual(link);
  });

  test('is written beside what else is there, and taken out again', () => {
    expect(writeTalkLink('', true)).toBe('?talk');
    expect(writeTalkLink('?drawer=save', true)).toBe('?talk&drawer=save');
    expect(writeTalkLink('?talk', false)).toBe('');
    expect(writeTalkLink('?drawer=save&talk=&hide=words', false)).toBe('?drawer=save&hide=words');
    for (const search of ['?talk', '?drawer=save&talk=']) expect(writeTalkLink(search, true)).toBe(search);
    expect(writeTalkLink('?drawer=save', false)).toBe('?drawer=save');
  });
});

test('the style sheet hides each part that can be named', () => {
  const style = readFileSync(new URL('../../src/app/styles/talk.css', import.meta.url), 'utf8');
  const hidden = [...style.matchAll(/\[data-hide~='(\w+)'\] \[data-part='(\w+)'\]/g)].map(([, one, two]) => {
    expect(two).toBe(one);
    return one;
  });
  expect(new Set(hidden)).toEqual(new Set(PARTS.map(({ name }) => name)));
});
