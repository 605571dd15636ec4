/** The parts of places that can be named from outside: a teacher hides them, the tour rings them. */
export interface Part {
  /** Its `data-part`, and how `?hide=` calls it. */
  readonly name: string;
  /** As it is called where it would stand. */
  readonly title: string;
}

export const PARTS = [
  { name: 'finding', title: 'Finding' },
  { name: 'recipe', title: 'Recipe' },
  { name: 'actions', title: 'Buttons' },
  { name: 'drawers', title: 'Drawers' },
  { name: 'tokens', title: 'Soft prompt' },
  { name: 'sentence', title: 'Sentence' },
  { name: 'model', title: 'Language model' },
  { name: 'words', title: 'Label words' },
  { name: 'gradient', title: 'Gradient' },
  { name: 'curves', title: 'Curves' },
  { name: 'number', title: 'Result' },
  { name: 'matrix', title: 'Matrix' },
  { name: 'pair', title: 'Pair' },
  { name: 'indicators', title: 'Indicators' },
  { name: 'waterfall', title: 'Steps' },
  { name: 'classes', title: 'Words of the classes' },
  { name: 'stages', title: 'Stages' },
  { name: 'anytime', title: 'Curves of cost' },
  { name: 'readers', title: 'Readers' },
] as const satisfies readonly Part[];

export type PartName = (typeof PARTS)[number]['name'];

export function isPartName(name: string): name is PartName {
  return PARTS.some((part) => part.name === name);
}

export function titleOfPart(name: PartName): string {
  return PARTS.find((part) => part.name === name)?.title ?? name;
}

/** What belongs to a part in the place shown; nothing where the place lacks it. */
export function elementsOfPart(name: PartName): readonly Element[] {
  return [...document.querySelectorAll(`[data-part='${name}']`)];
}
