/** `text` as one word of a POSIX shell, whatever it holds. */
export function shellQuote(text: string): string {
  // What needs no quotes is easier to read without.
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
