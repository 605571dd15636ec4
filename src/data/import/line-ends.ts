/** Line ends between rows as `\n`, whatever mixture a file has; within quoted fields they stay as they are. */

export interface LineEndOptions {
  readonly delimiter: string;
  readonly quotes: boolean;
  /** Whether a carriage return ends a line by itself. */
  readonly returnEnds: boolean;
}

/** Takes text piece by piece; keeps back what the next piece decides about. */
export class LineEnds {
  private rest = '';
  private inQuotes = false;
  /** The last character that was given out. */
  private before = '\n';

  constructor(private readonly options: LineEndOptions) {}

  /** @param last whether nothing follows */
  push(text: string, last: boolean): string {
    this.rest += text;
    const { delimiter, quotes, returnEnds } = this.options;
    const mark = quotes ? /["\r]/g : /\r/g;
    let out = '';
    let at = 0;
    for (let found = mark.exec(this.rest); found !== null; found = mark.exec(this.rest)) {
      const here = found.index;
      const ending = found[0] === '"' ? /" *\r*/y : /\r+/y;
      ending.lastIndex = here;
      const run = ending.exec(this.rest)?.[0] ?? found[0];
      // What follows decides, and it is not there yet.
      if (here + run.length >= this.rest.length && !last) {
        out += this.rest.slice(at, here);
        return this.give(out, here);
      }
      const next = this.rest[here + run.length] ?? '\n';
      if (found[0] === '\r') {
        if (this.inQuotes || (next !== '\n' && !returnEnds)) {
          mark.lastIndex = here + run.length;
          continue;
        }
        out +=
          this.rest.slice(at, here) +
          (next === '\n' && here + run.length < this.rest.length ? '' : '\n'.repeat(run.length));
        at = here + run.length;
        mark.lastIndex = at;
      } else if (this.inQuotes) {
        if (this.rest[here + 1] === '"') mark.lastIndex = here + 2;
        else if (next === delimiter || next === '\n' || run.endsWith('\r')) this.inQuotes = false;
      } else {
        const before = here === at ? (out.at(-1) ?? this.before) : this.rest[here - 1];
        if (before === delimiter || before === '\n') this.inQuotes = true;
      }
    }
    out += this.rest.slice(at);
    return this.give(out, this.rest.length);
  }

  private give(out: string, taken: number): string {
    this.rest = this.rest.slice(taken);
    this.before = out.at(-1) ?? this.before;
    return out;
  }
}

/** All of `text` at once. */
export function plainLineEnds(text: string, options: LineEndOptions): string {
  return new LineEnds(options).push(text, true);
}
