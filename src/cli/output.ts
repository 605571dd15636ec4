/** One JSON object on stdout with `--json`; people's text and progress on stderr. */
import { boundsText, outOfBounds, type Bounds } from '../experiment/bounds.ts';
import { LabError, toErrorData } from '../errors/lab-error.ts';

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Ends with the status that tells whether what was asked for holds. */
export async function runCommand(json: boolean, command: () => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await command()) ? 0 : 1;
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (json) printJson({ error });
    // Messages about a file begin with its name already.
    const isSaid = error.where === undefined || error.message.startsWith(error.where);
    say(`${isSaid ? '' : `${error.where}: `}${error.message}`);
    say(error.remedy);
    if (!(thrown instanceof LabError) && thrown instanceof Error && process.env.LAB_DEBUG !== undefined)
      say(thrown.stack ?? '');
    process.exitCode = 1;
  }
}

/** A number from the command line within `bounds`. @throws LabError `argument` naming the option */
export function boundedOption(name: string, text: string, bounds: Bounds): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (outOfBounds(value, bounds) === null) return value;
  const kind = bounds.whole ? 'a whole number' : 'a number';
  throw new LabError({
    code: 'argument',
    message: `“${text}” is not ${[kind, boundsText(bounds)].join(' ').trim()}.`,
    remedy: `Give ${name} such a number.`,
    where: name,
  });
}

/** As `boundedOption`, from `low` to `high`. @throws LabError `argument` naming the option */
export function numberOption(name: string, text: string, low: number, high: number, whole = true): number {
  return boundedOption(name, text, { low, high, whole });
}

/** One of the listed words. @throws LabError `argument` naming the option */
export function choiceOption<const T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new LabError({
    code: 'argument',
    message: `“${text}” is not known.`,
    remedy: `Give ${name} one of: ${choices.join(', ')}.`,
    where: name,
  });
}
