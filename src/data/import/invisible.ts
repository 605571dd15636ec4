/** Characters that nobody sees: formats such as the zero-width space, and blanks that are no white space by Unicode. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u{115f}\u{1160}\u{2800}\u{3164}\u{ffa0}]/gu;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Whether there is nothing to see in `text`. */
export const isInvisible = (text: string): boolean => withoutInvisible(text).trim() === '';
