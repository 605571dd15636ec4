/** Options of `lab verbalize` → the recipe of a sweep. What is not given is the default sweep's. */
import { taskCatalogue } from '../data/task-catalogue.ts';
import { LabError } from '../errors/lab-error.ts';
import { BOUNDS, SHARE } from '../experiment/bounds.ts';
import type { Task } from '../experiment/task-types.ts';
import { HANDLINGS } from '../experiment/verbalizer/chain/word-values.ts';
import { defaultVerbalize } from '../experiment/verbalizer/default-verbalize.ts';
import { DEFAULT_EXPANSION, EXPANSION_SOURCES } from '../experiment/verbalizer/expansion.ts';
import { CHAIN_NAMES, isChain, VARIANTS, type VariantName } from '../experiment/verbalizer/variants.ts';
import type { AskedWords, VerbalizeSweep } from '../experiment/verbalizer/verbalize-recipe.ts';
import { parseVerbalizeSweep } from '../experiment/verbalizer/verbalize-schema.ts';
import { sha256 } from '../experiment/sha256.ts';
import { loadPreset, presetNamed, presetOf } from '../data/verbalizers/presets.ts';
import { readVerbalizerFile } from '../data/verbalizers/verbalizer-file.ts';
import { wordLists } from '../experiment/verbalizer/verbalizer.ts';
import { boundedOption, choiceOption } from './output.ts';
import { openTask } from './open-task.ts';
import { readBytes } from './read-bytes.ts';
import { list } from './transfer-options.ts';
import { readShipped } from './word-sources.ts';

export interface VerbalizeOptions {
  readonly plm: string;
  readonly task: string;
  readonly templates?: string;
  readonly preset?: string;
  readonly expand?: string;
  readonly labelWordsFile?: string;
  readonly labelWordsNumber: string;
  readonly seeds?: string;
  readonly support?: string;
  readonly supportRows?: string;
  readonly supportSizes?: string;
  readonly frequencyCut?: string;
  readonly handling?: string;
  readonly oneToken?: boolean;
  readonly variants?: string;
  readonly shots?: string;
  readonly learn?: string;
  readonly baselines?: string;
  readonly testRows?: string;
  readonly maxLength?: string;
  readonly show?: string;
  readonly predictions?: boolean;
  readonly engine: string;
  readonly out?: string;
  readonly printRecipe?: boolean;
  readonly json?: boolean;
}

const MOST_ROWS = 1_000_000;

/** Which variant learns what is asked for. */
const LEARNED: Readonly<Record<string, readonly VariantName[]>> = {
  none: [],
  weights: ['KPT+weights'],
  prompt: ['KPT+prompt'],
  both: ['KPT+prompt'],
  'soft-rows': ['SOFT'],
};

/** What labelled rows make without a list of words. */
const BASELINES = { soft: 'SOFT', auto: 'AUTO' } as const satisfies Readonly<Record<string, VariantName>>;

function argument(where: string, message: string, remedy: string): LabError {
  return new LabError({ code: 'argument', message, remedy, where });
}

/** Words of a file, for all classes of the task. @throws LabError `label-words`, `file` */
async function wordsOfFile(file: string, number: string, { labels }: Task): Promise<AskedWords> {
  const bytes = readBytes(file);
  const text = new TextDecoder().decode(bytes);
  const at = boundedOption('--label-words-number', number, { low: 0, high: 1000, whole: true });
  return {
    kind: 'listed',
    name: file.split(/[/\\]/).at(-1) ?? file,
    sha256: await sha256(bytes),
    words: readVerbalizerFile(text, file, labels, at).words,
  };
}

/** Row numbers of a JSON list, or of a text with one a line. @throws LabError `argument`, `file` */
function supportRows(file: string): readonly number[] {
  const text = new TextDecoder().decode(readBytes(file)).trim();
  const parts = text.replace(/^\[|\]$/g, '').split(/[\s,]+/);
  return parts
    .filter((part) => part !== '')
    .map((part) => boundedOption('--support-rows', part, { low: 0, high: MOST_ROWS, whole: true }));
}

async function askedWords(options: VerbalizeOptions, task: Task): Promise<AskedWords> {
  const { labelWordsFile, labelWordsNumber, expand, preset } = options;
  if ([labelWordsFile, expand, preset].filter((one) => one !== undefined).length > 1)
    throw argument(
      '--label-words-file',
      'The label words are asked for in two ways.',
      'Give one of --label-words-file, --expand and --preset.',
    );
  if (labelWordsFile !== undefined) return wordsOfFile(labelWordsFile, labelWordsNumber, task);
  const published = preset === undefined ? presetOf(task.name, 'many') : presetNamed(preset);
  if (expand === undefined && published !== null) return { kind: 'preset', preset: published.name };
  const sources = list(expand ?? 'wordnet').map((source) =>
    choiceOption('--expand', source, EXPANSION_SOURCES),
  );
  return { kind: 'expanded', seeds: null, settings: { ...DEFAULT_EXPANSION, sources } };
}

/** One word a class: the published ones where a task has them, else the task's own. */
async function manualWords(task: Task): Promise<readonly (readonly string[])[]> {
  const preset = presetOf(task.name, 'one');
  return preset === null ? task.labelWords : wordLists(await loadPreset(preset, task.labels, readShipped));
}

function variantsFrom(
  { variants, learn, baselines }: VerbalizeOptions,
  hasShots: boolean,
): readonly VariantName[] {
  const chosen =
    variants === undefined
      ? CHAIN_NAMES
      : list(variants).map((one) => choiceOption('--variants', one, VARIANTS));
  const beside = list(baselines ?? '').map(
    (one) => BASELINES[choiceOption('--baselines', one.toLowerCase(), ['soft', 'auto'])],
  );
  const named = [...chosen, ...beside];
  // Labelled rows that nothing learns from would be asked for in vain.
  const usual = hasShots && named.every(isChain) ? 'weights' : 'none';
  const learned = LEARNED[choiceOption('--learn', learn ?? usual, Object.keys(LEARNED))];
  const all = VARIANTS.filter((one) => [...named, ...learned].includes(one));
  if (hasShots && all.every(isChain))
    throw argument(
      '--learn',
      'There are labelled rows, and nothing learns from them.',
      'Give --learn weights, prompt, both or soft-rows, or leave --shots out.',
    );
  if (!hasShots && !all.every(isChain))
    throw argument(
      '--shots',
      'Nothing can be learned without labelled rows.',
      'Give --shots such as 1,5,10,20.',
    );
  return all;
}

/** @throws LabError `argument`, `recipe`, `task` or `label-words` naming what is wrong */
export async function verbalizeFrom(options: VerbalizeOptions): Promise<VerbalizeSweep> {
  const tasks = await Promise.all(
    list(options.task).map(async (name) => {
      const task = { ...(await openTask(name)), name };
      const pairs =
        taskCatalogue.find((entry) => entry.name === name)?.pairs ??
        task.train.some(({ b }) => b !== undefined);
      const [words, manual] = await Promise.all([askedWords(options, task), manualWords(task)]);
      return { info: task, pairs, words, manual };
    }),
  );
  const base = defaultVerbalize(options.plm, tasks);
  const wholes = (name: string, text: string, low: number): readonly number[] =>
    list(text).map((one) => boundedOption(name, one, { low, high: MOST_ROWS, whole: true }));
  const shots =
    options.shots === undefined ? [] : wholes('--shots', options.shots, 0).filter((count) => count > 0);
  const templates = options.templates?.split(';;').map((one) => one.trim());
  const variants = variantsFrom(options, shots.length > 0);
  return parseVerbalizeSweep({
    ...base,
    ...(options.seeds === undefined
      ? {}
      : { seeds: list(options.seeds).map((seed) => boundedOption('--seeds', seed, BOUNDS.seed)) }),
    ...(templates === undefined
      ? {}
      : { templates: Object.fromEntries(base.tasks.map((task) => [task, templates])) }),
    support:
      options.support === undefined ? base.support : boundedOption('--support', options.support, BOUNDS.rows),
    supportRows: options.supportRows === undefined ? null : supportRows(options.supportRows),
    supportSizes:
      options.supportSizes === undefined ? [] : wholes('--support-sizes', options.supportSizes, 0),
    frequencyCut:
      options.frequencyCut === undefined
        ? null
        : boundedOption('--frequency-cut', options.frequencyCut, SHARE),
    handling: choiceOption('--handling', options.handling ?? base.handling, HANDLINGS),
    // Who says what a word of several tokens counts by wants such words.
    oneToken: options.oneToken === true || options.handling === undefined,
    variants,
    shots,
    fewShot: { ...base.fewShot, jointly: options.learn === 'both' },
    maxLength:
      options.maxLength === undefined
        ? base.maxLength
        : boundedOption('--max-length', options.maxLength, BOUNDS.maxLength),
    testRows:
      options.testRows === undefined
        ? base.testRows
        : options.testRows === 'all'
          ? null
          : boundedOption('--test-rows', options.testRows, BOUNDS.rows),
    keepScores: options.predictions === true,
    shown:
      options.show === undefined
        ? {}
        : Object.fromEntries(
            base.tasks.map((task) => [
              task,
              boundedOption('--show', options.show ?? '', { low: 0, high: 99, whole: true }),
            ]),
          ),
    engine: choiceOption('--engine', options.engine, ['auto', 'cpu', 'wasm', 'webgpu']),
  });
}
