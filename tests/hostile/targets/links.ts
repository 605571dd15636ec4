/** Links: what stands behind the question mark of the page's address. */
import { findTask } from '../../../src/data/task-catalogue.ts';
import { pairOfLink, pairToLink } from '../../../src/app/transfer/link-store.ts';
import { readCellLink, writeCellLink } from '../../../src/app/recipe/cell-link.ts';
import {
  readRecipeLink,
  RECIPE_PARAMETER,
  writeRecipeLink,
  type LinkDefaults,
} from '../../../src/app/recipe/recipe-link.ts';
import { syntheticRecipe } from '../../app-unit/synthetic-run.ts';
import { syntheticReport } from '../../views/transfer/synthetic-report.ts';
import { damagedBytes } from '../byte-mutation.ts';
import { HOSTILE_TEXTS, TEXT_TOKENS } from '../hostile-values.ts';
import { damagedJson } from '../json-mutation.ts';
import { check, REFUSED, textOf, type Target } from '../target.ts';

const DEFAULTS: LinkDefaults = { plm: 'lab-small', task: 'sst2', findTask };

/** What an engine says of a slip of ours, and no person can use. */
const SLIP = /call stack|not a function|undefined|Cannot read|not iterable|Invalid/;

function readRecipe(search: string): unknown {
  const reading = readRecipeLink(search, DEFAULTS);
  if (reading.kind === 'unusable') check(reading.why !== '' && !SLIP.test(reading.why), reading.why);
  if (reading.kind !== 'recipe') return REFUSED;
  const again = readRecipeLink(writeRecipeLink('', reading.recipe, DEFAULTS), DEFAULTS);
  const same = again.kind === 'none' || JSON.stringify(again) === JSON.stringify(reading);
  check(same, 'a recipe is another after writing its link');
  return undefined;
}

const TASK_NAMES = ['joy', 'a>b', ...HOSTILE_TEXTS];

const SYNTHETIC = syntheticReport();
const REPORT = { ...SYNTHETIC, tasks: TASK_NAMES.map((name) => ({ ...SYNTHETIC.tasks[0], name })) };

const encoder = new TextEncoder();
const DIFFERENCES = [
  { steps: 50, optimizer: { kind: 'sgd', momentum: 0, nesterov: false }, plm: 'lab-tiny' },
  syntheticRecipe(),
];

export const LINK_TARGETS: readonly Target[] = [
  {
    name: 'link to a recipe',
    inputs: damagedJson(DIFFERENCES),
    read: (bytes) => readRecipe(`?${RECIPE_PARAMETER}=${encodeURIComponent(textOf(bytes))}`),
  },
  {
    name: 'address of the page',
    inputs: damagedBytes(
      [encoder.encode('?recipe=%7B%22steps%22%3A50%7D&cell=3.128&x=%ff')],
      [...TEXT_TOKENS, '%', '%00', '%ud800', '&recipe=', '&cell='],
    ),
    read: (bytes) => {
      const search = textOf(bytes);
      const reading = readRecipe(search);
      const cell = readCellLink(search);
      if (cell === null) return reading;
      check(Number.isInteger(cell.layer) && Number.isInteger(cell.neuron), 'a cell is no place');
      check(writeCellLink(search, cell).includes(`cell=${String(cell.layer)}.`), 'a link lost its cell');
      return undefined;
    },
  },
  {
    name: 'link to a pair of tasks',
    inputs: damagedBytes(
      TASK_NAMES.map((name) => encoder.encode(`joy>${name}`)),
      ['>', ...HOSTILE_TEXTS],
    ),
    read: (bytes) => {
      const link = textOf(bytes);
      const pair = pairOfLink(REPORT, link);
      if (pair === null) return REFUSED;
      check(pairToLink(pair) === link, 'a pair is another in its link');
      return undefined;
    },
  },
];
