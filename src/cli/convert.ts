/** `lab convert`: a prompt from one kind of file to another. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { isPromptTaskType, PROMPT_TASK_TYPES, type PromptFacts } from '../data/peft-config.ts';
import { importedRecord } from '../data/prompts/imported-record.ts';
import { writePromptFile } from '../data/prompts/prompt-files.ts';
import { LabError } from '../errors/lab-error.ts';
import { defaultRecipe } from '../experiment/default-recipe.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import { baseFacts, type BaseFacts } from './base-model.ts';
import { convertReader } from './convert-reader.ts';
import { choiceOption, numberOption, printJson, runCommand, say } from './output.ts';
import { formatOf, openPrompt, type OpenedPrompt } from './prompt-file.ts';
import { savePromptFolder } from './prompt-folder.ts';
import { writeRecord } from './record-file.ts';

interface ConvertOptions {
  readonly base?: string;
  readonly taskType?: string;
  readonly taskId?: string;
  readonly reader?: string;
  readonly json?: boolean;
}

export function addConvert(program: Command): void {
  program
    .command('convert')
    .description(
      'a prompt between .plab, run record (.json), PEFT folder, .safetensors and .npy, and from torch files; a trained reader to .safetensors',
    )
    .argument(
      '<in>',
      'a .plab, .json, .safetensors, .npy or torch file (.pt, .pth, .bin, task_prompt), or a PEFT adapter folder',
    )
    .argument('<out>', 'a name that ends with .plab, .json, .safetensors or .npy, or a folder')
    .option('--base <model>', 'the PLM that the prompt belongs to: a hub id, a shipped name or a folder')
    .option('--task-type <type>', `in a PEFT folder: ${PROMPT_TASK_TYPES.join(', ')}`)
    .option('--task-id <n>', 'which task’s prompt of a multitask adapter')
    .option('--reader <variant>', 'of a sweep of readers: the variant whose first seed’s reader is written')
    .option('--json', 'one JSON object on stdout')
    .action((source: string, target: string, options: ConvertOptions) =>
      runCommand(options.json === true, () => convert(source, target, options)),
    );
}

function wrongArgument(where: string, message: string, remedy: string): LabError {
  return new LabError({ code: 'argument', message, remedy, where });
}

/** The model that the prompt belongs to, as far as anything tells. */
const baseOf = (opened: OpenedPrompt, options: ConvertOptions): string | null =>
  options.base ?? opened.record?.recipe.plm ?? opened.peft?.base ?? null;

function neededBase(base: string | null): string {
  if (base !== null) return base;
  throw wrongArgument(
    '--base',
    'The prompt does not tell which model it belongs to.',
    'Give --base with the model’s hub id, shipped name or folder.',
  );
}

function checkWidth({ prompt }: OpenedPrompt, base: string, { width }: BaseFacts): void {
  if (width === null || width === prompt.width) return;
  throw new LabError({
    code: 'prompt',
    message: `The prompt is ${String(prompt.width)} wide, the word embeddings of ${base} are ${String(width)}.`,
    remedy: 'Give --base with the model that the prompt was trained for.',
    where: '--base',
  });
}

function promptFacts(opened: OpenedPrompt, options: ConvertOptions): PromptFacts {
  const base = neededBase(baseOf(opened, options));
  const known = baseFacts(base);
  const { prompt, peft } = opened;
  const told = peft === null || !isPromptTaskType(peft.taskType) ? null : peft.taskType;
  const taskType =
    options.taskType === undefined
      ? (told ?? known.taskType)
      : choiceOption('--task-type', options.taskType, PROMPT_TASK_TYPES);
  if (taskType === null) {
    throw wrongArgument(
      '--task-type',
      `Neither the prompt nor ${base} tells what kind of model it is.`,
      'Give --task-type FEATURE_EXTRACTION for a masked language model, CAUSAL_LM for one that goes on from left to right, SEQ_2_SEQ_LM for an encoder-decoder model.',
    );
  }
  return {
    length: prompt.length,
    width: prompt.width,
    taskType,
    base,
    attentionHeads: known.attentionHeads ?? peft?.attentionHeads ?? null,
    layers: known.layers ?? peft?.layers ?? null,
  };
}

/** A recipe needs two classes; these stand for none. */
const NO_TASK = { name: 'none', template: '{a} [MASK]', labelWords: [['no'], ['yes']] };

function recordFor(opened: OpenedPrompt, source: string, options: ConvertOptions): RunRecord {
  const { record } = opened;
  if (record === null) {
    const command = `npm run -s lab -- ${process.argv.slice(2).join(' ')}`;
    return importedRecord(opened.prompt, {
      recipe: defaultRecipe(NO_TASK, neededBase(baseOf(opened, options))),
      labels: NO_TASK.labelWords.flat(),
      source,
      madeBy: command,
    });
  }
  if (options.base === undefined || options.base === record.recipe.plm) return record;
  throw wrongArgument(
    '--base',
    `The run in ${source} was made with ${record.recipe.plm}.`,
    'Leave --base out; a record says what was, and is not changed.',
  );
}

async function convert(source: string, target: string, options: ConvertOptions): Promise<boolean> {
  if (options.reader !== undefined) {
    convertReader(source, target, options.reader, options.json === true);
    return true;
  }
  const format = formatOf(target, '<out>');
  if (format === 'torch') {
    throw wrongArgument(
      '<out>',
      `${target} would be a torch file, and the lab only reads these.`,
      'Give a name that ends with .safetensors or .npy, which Python reads too.',
    );
  }
  if (options.taskType !== undefined && format !== 'peft') {
    throw wrongArgument(
      '--task-type',
      `Only a PEFT folder has a task type, and ${target} is none.`,
      'Leave --task-type out, or give a folder.',
    );
  }
  const task = options.taskId === undefined ? null : numberOption('--task-id', options.taskId, 0, 1e6);
  const opened = await openPrompt(source, task);
  const notes = [...opened.notes];
  const { length, width, values } = opened.prompt;
  const base = baseOf(opened, options);
  if (base !== null) checkWidth(opened, base, baseFacts(base));
  let facts: PromptFacts | null = null;
  switch (format) {
    case 'npy':
    case 'safetensors':
      writeFileSync(target, writePromptFile(format, opened.prompt));
      break;
    case 'plab':
    case 'json':
      writeRecord(target, recordFor(opened, source, options));
      if (opened.record === null)
        notes.push(
          'No run is known behind this prompt: task, template and label words of the record stand for none.',
        );
      break;
    case 'peft':
      facts = promptFacts(opened, options);
      await savePromptFolder(target, values, facts, opened.record);
      notes.push(...advice(facts, options));
      break;
    default:
      format satisfies never;
  }
  for (const note of notes) say(`note: ${note}`);
  say(
    `${target}: ${String(length)} virtual tokens × ${String(width)}${base === null ? '' : `, for ${base}`}`,
  );
  if (options.json === true)
    printJson({
      from: source,
      to: target,
      format,
      length,
      width,
      base,
      taskType: facts?.taskType ?? null,
      notes,
    });
  return true;
}

/** What a PEFT user has to know that PEFT does not say. */
function advice({ base, taskType }: PromptFacts, options: ConvertOptions): readonly string[] {
  const notes: string[] = [];
  if (options.base === undefined)
    notes.push(
      `The base model is written as “${base}”; give --base where PyTorch has it under another name.`,
    );
  if (taskType === 'FEATURE_EXTRACTION')
    notes.push(
      'PEFT has no type for masked language models: load the base with AutoModelForMaskedLM, then PeftModel.from_pretrained(model, folder); positions count the prompt.',
    );
  return notes;
}
