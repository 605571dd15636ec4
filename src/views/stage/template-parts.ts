/** A template as it is read on the stage: its words, where texts go, where the PLM answers. */

export type ShownPart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: 'a' | 'b' }
  | { readonly kind: 'mask' };

const MARKS: Readonly<Record<string, ShownPart>> = {
  '{a}': { kind: 'slot', slot: 'a' },
  '{b}': { kind: 'slot', slot: 'b' },
  '[MASK]': { kind: 'mask' },
};

/** Of a template that was read before: what it lacks is said elsewhere. */
export function templateParts(template: string): readonly ShownPart[] {
  return template
    .split(/(\{a\}|\{b\}|\[MASK\])/)
    .filter((text) => text !== '')
    .map((text) => (Object.hasOwn(MARKS, text) ? MARKS[text] : { kind: 'words', text }));
}
