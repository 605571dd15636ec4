import { expect, test } from 'vitest';
import { parseTemplate } from '../../src/text/template.ts';

test('a template is its parts, in order', () => {
  expect(parseTemplate('{a} it was [MASK] .')).toEqual({
    source: '{a} it was [MASK] .',
    parts: [
      { kind: 'slot', slot: 'a' },
      { kind: 'text', text: ' it was ' },
      { kind: 'mask' },
      { kind: 'text', text: ' .' },
    ],
    hasB: false,
  });
});

test('a pair template knows that it needs a second text', () => {
  expect(parseTemplate('{a} ? [MASK] , {b}').hasB).toBe(true);
});

test('a text may stand twice, as KPT asks of DBpedia', () => {
  expect(
    parseTemplate('{a} {b} {a} is a [MASK] .').parts.filter((part) => part.kind === 'slot'),
  ).toHaveLength(3);
});

test.each([
  ['{a} it was great .', /has no \[MASK\]/],
  ['{a} [MASK] [MASK]', /has 2 times \[MASK\]/],
  ['it was [MASK] .', /has no \{a\}/],
  ['{b} it was [MASK] .', /has no \{a\}/],
  ['{a} {c} [MASK]', /has \{c\}, which is no text of a task/],
  ['{a} {"mask"} [MASK]', /has \{"mask"\}/],
  ['{a} { [MASK]', /lone "\{" at character 5/],
  ['{a} [mask]', /has no \[MASK\]/],
  ['', /has no \[MASK\]/],
])('%j is refused with the cause', (source, cause) => {
  expect(() => parseTemplate(source)).toThrow(cause);
  expect(() => parseTemplate(source)).toThrow(
    expect.objectContaining({ code: 'template', where: 'template' }) as Error,
  );
});
