/** `lab indicators`: how similar the prompts in a folder are, by every indicator that prompts alone give. */
import type { Command } from 'commander';
import { LabError } from '../errors/lab-error.ts';
import { normEqualised, withoutInitial, withoutRows } from '../methods/transfer/confounds.ts';
import { indicatorMatrix, PROMPT_INDICATOR_NAMES } from '../methods/transfer/indicators.ts';
import type { PromptMatrix } from '../methods/transfer/prompt-matrix.ts';
import { numberOption, printJson, runCommand, say } from './output.ts';
import { openFinitePrompt, promptsIn, type NamedPrompt } from './prompt-folder-list.ts';

interface IndicatorOptions {
  readonly dropRows?: string;
  readonly initial?: string;
  readonly equalNorms?: boolean;
  readonly json?: boolean;
}

export function addIndicators(program: Command): void {
  program
    .command('indicators')
    .description('every transferability indicator between the prompts in a folder')
    .argument(
      '<dir>',
      'a folder with .npy, .safetensors, .pt, .plab, run records (.json), PEFT folders or published task_prompt files',
    )
    .option('--initial <file>', 'subtract the initial prompt that all share')
    .option('--drop-rows <list>', 'leave these rows out, for instance 0 or 0,5')
    .option('--equal-norms', 'scale every prompt to rows of norm 1 in the quadratic mean')
    .option('--json', 'one JSON object on stdout')
    .action((dir: string, options: IndicatorOptions) =>
      runCommand(options.json === true, () => indicators(dir, options)),
    );
}

function checkWidths(prompts: readonly NamedPrompt[]): void {
  const [first] = prompts;
  const other = prompts.find(({ width }) => width !== first.width);
  if (other === undefined) return;
  throw new LabError({
    code: 'prompt',
    message: `The prompt in ${other.file} is ${other.width} wide, the one in ${first.file} ${first.width}: they belong to different PLMs.`,
    remedy: 'Put prompts of one PLM into a folder.',
    where: other.file,
  });
}

/** What `change` gives; an error of it names the prompt's file. */
function named(file: string, change: () => PromptMatrix): PromptMatrix {
  try {
    return change();
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    throw new LabError({ ...thrown.toData(), where: file }, { cause: thrown });
  }
}

/** Where the initial prompt comes off first, the rows go next, and norms are made equal of what is left. */
async function controls(options: IndicatorOptions): Promise<(prompt: PromptMatrix) => PromptMatrix> {
  const initial = options.initial === undefined ? null : await openFinitePrompt(options.initial);
  const dead = (options.dropRows?.split(',') ?? []).map((text) => numberOption('--drop-rows', text, 0, 1e6));
  return (prompt) => {
    const moved = initial === null ? prompt : withoutInitial(prompt, initial);
    const alive = dead.length === 0 ? moved : withoutRows(moved, dead);
    return options.equalNorms === true ? normEqualised(alive) : alive;
  };
}

async function indicators(dir: string, options: IndicatorOptions): Promise<boolean> {
  const { prompts, others } = await promptsIn(dir);
  checkWidths(prompts);
  const control = await controls(options);
  const compared = prompts.map((prompt) => named(prompt.file, () => control(prompt)));
  const matrices = PROMPT_INDICATOR_NAMES.map(
    (indicator) => [indicator, indicatorMatrix(indicator, compared)] as const,
  );
  if (others.length > 0) say(`note: no prompts, left aside: ${others.join(', ')}`);
  if (new Set(compared.map(({ length }) => length)).size > 1)
    say('note: prompts of different lengths have no value where rows are compared one with one.');
  if (options.json === true) {
    printJson({
      names: prompts.map(({ name }) => name),
      lengths: compared.map(({ length }) => length),
      width: prompts[0].width,
      controls: {
        initial: options.initial ?? null,
        dropRows: options.dropRows ?? null,
        equalNorms: options.equalNorms === true,
      },
      indicators: Object.fromEntries(matrices),
    });
    return true;
  }
  for (const [indicator, matrix] of matrices) {
    say(`\n${indicator}`);
    say(
      table(
        prompts.map(({ name }) => name),
        matrix,
      ),
    );
  }
  return true;
}

function table(names: readonly string[], matrix: readonly (readonly (number | null)[])[]): string {
  const label = Math.max(...names.map((name) => name.length));
  const lines = matrix.map((values, i) => {
    const cells = values.map((value) => (value === null ? '–' : value.toFixed(4)).padStart(8));
    return `${String(i + 1).padStart(3)} ${names[i].padEnd(label)}${cells.join('')}`;
  });
  const head = names.map((_, i) => String(i + 1).padStart(8)).join('');
  return [`${' '.repeat(4 + label)}${head}`, ...lines].join('\n');
}
