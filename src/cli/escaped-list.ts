/** Lists on the command line: a backslash in front of a mark makes it a character as any other. */

/** `text` cut at each `mark` without a backslash in front; backslashes stay. */
export function cutAt(text: string, mark: string): readonly string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i += 1) {
    const here = text[i] ?? '';
    if (here === mark) parts.push('');
    else if (here === '\\' && i + 1 < text.length) {
      parts[parts.length - 1] += here + (text[i + 1] ?? '');
      i += 1;
    } else parts[parts.length - 1] += here;
  }
  return parts;
}

/** `text` without the backslashes in front of `;`, `=`, `,` and of a backslash; others are characters. */
export const unescaped = (text: string): string => text.replace(/\\([\\;=,])/g, '$1');
