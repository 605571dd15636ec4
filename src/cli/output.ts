/** One JSON object on stdout with `--json`; people's text and progress on stderr. */
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
    say(`${error.where === undefined ? '' : `${error.where}: `}${error.message}`);
    say(error.remedy);
    if (!(thrown instanceof LabError) && thrown instanceof Error && process.env.LAB_DEBUG !== undefined)
      say(thrown.stack ?? '');
    process.exitCode = 1;
  }
}

/** A number from the command line within limits. @throws LabError `argument` naming the option */
export function numberOption(name: string, text: string, low: number, high: number, whole = true): number {
  const value = Number(text);
  if (
    text.trim() === '' ||
    !Number.isFinite(value) ||
    value < low ||
    value > high ||
    (whole && !Number.isInteger(value))
  ) {
    throw new LabError({
      code: 'argument',
      message: `“${text}” is not ${whole ? 'a whole number' : 'a number'} between ${String(low)} and ${String(high)}.`,
      remedy: `Give ${name} such a number.`,
      where: name,
    });
  }
  return value;
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
