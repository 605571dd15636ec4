// @vitest-environment jsdom
/** Importing one's own data as people see it, with the worker's service behind it and no worker between. */
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabContext } from '../../src/app/lab-context.tsx';
import type { Lab } from '../../src/app/lab.ts';
import { ImportData } from '../../src/app/library/import-data/import-data.tsx';
import type { ConnectWorker } from '../../src/app/workers/worker-line.ts';
import { openShelf, tasksOn } from '../../src/app/library/shelf.ts';
import { createDraftStore } from '../../src/app/recipe/draft-store.ts';
import { createPageStore } from '../../src/app/run/page-store.ts';
import { PageTaskService } from '../../workers/tasks/task-service.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';
import { syntheticRecipe } from './synthetic-run.ts';

/** jsdom's files can't be read as the browser's can. */
const file = (name: string, text: string): File =>
  Object.assign(new Blob([text]), { name, lastModified: 0, webkitRelativePath: '' });

const CSV = `id,words,stars\n${Array.from({ length: 40 }, (_, i) => `${i},"text ${i}, so",${i % 4 === 0 ? 1 : 5}\n`).join('')}`;

let place: HTMLElement;
let root: Root;
let lab: Lab;
let imported: string[];
let closed: number;
/** Whether an import never ends. */
let stalled: boolean;

/** The service itself, its events and its end. */
const connect: ConnectWorker<'tasks'> = async (onEvent) => {
  const service = new PageTaskService({ store: lab.storage, now: () => new Date(0) });
  const port = Object.assign(new MessageChannel().port1, { postMessage: onEvent });
  await service.connect(port);
  if (stalled) service.importTables = () => new Promise(() => undefined);
  return { service, crashed: new Promise(() => undefined), close: () => void (closed += 1) };
};

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const storage = memoryKeyValue();
  const shelf = await openShelf(storage);
  const parts: Pick<Lab, 'storage' | 'shelf' | 'draft' | 'page'> = {
    storage,
    shelf,
    draft: createDraftStore(syntheticRecipe(), null, shelf),
    page: createPageStore({ theme: 'system' } as ReturnType<Lab['page']['getState']>['preferences'], {}),
  };
  lab = parts as Lab;
  stalled = false;
  imported = [];
  closed = 0;
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

async function show(files: readonly File[] | null): Promise<void> {
  await act(async () => {
    root.render(
      <LabContext value={lab}>
        <ImportData files={files} onImported={(id) => imported.push(id)} connect={connect} />
      </LabContext>,
    );
    await Promise.resolve();
  });
}

/** Waits until `check` holds. */
async function until(check: () => boolean): Promise<void> {
  await vi.waitFor(async () => {
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    expect(check()).toBe(true);
  });
}

const text = (): string => place.textContent ?? '';

function labelled(label: string): HTMLInputElement | HTMLSelectElement {
  const found = [...place.querySelectorAll('label')].find(({ textContent }) =>
    textContent?.startsWith(label),
  );
  const control =
    found === undefined
      ? place.querySelector(`[aria-label="${label}"]`)
      : (document.getElementById(found.htmlFor) ?? found.querySelector('input'));
  if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) return control;
  throw new Error(`No control “${label}”`);
}

async function set(label: string, value: string): Promise<void> {
  const control = labelled(label);
  await act(async () => {
    const owner = control instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(owner.prototype, 'value')?.set?.call(control, value);
    control.dispatchEvent(
      new Event(control instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
    );
    await Promise.resolve();
  });
}

async function press(name: string): Promise<void> {
  const button = [...place.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  if (button === undefined) throw new Error(`No button “${name}”`);
  await act(async () => {
    button.click();
    await Promise.resolve();
  });
}

const classesCounted = (): boolean => place.querySelectorAll('.import-classes tbody tr').length === 2;

test('a dropped file: columns mapped, classes named, imported, on the shelf, trained on', async () => {
  await show([file('reviews.csv', CSV)]);
  await until(classesCounted);
  // What the columns are is guessed and said.
  expect(labelled('Class').value).toBe('stars');
  expect(text()).toContain('has the fewest different values');
  expect(labelled('Text {a}').value).toBe('words');
  expect(text()).toContain('UTF-8');
  await set('Name of class 5', 'positive');
  await set('Name of class 1', 'negative');
  await set('Label words of class 5', 'great, good');
  expect(labelled('Label words of class 1').value).toBe('negative');
  expect(place.querySelector('.import-asked')?.textContent).toContain('text 0, so it was negative .');
  await set('Name', 'My reviews');
  await press('Import');
  await until(() => text().includes('Imported as my-reviews'));
  expect(imported).toEqual(['my-reviews']);
  // The worker has done its work, and its memory is free.
  expect(closed).toBe(1);
  expect(text()).toContain('32 rows to train on, 4 to choose the best step on, 4 to test on');
  expect(place.querySelector('.import-balance')?.textContent).toContain('positive24 (75 %)');
  const task = tasksOn(lab.shelf.getState()).find(({ name }) => name === 'my-reviews');
  expect(task).toMatchObject({
    title: 'My reviews',
    labels: ['positive', 'negative'],
    labelWords: [['great', 'good'], ['negative']],
    rows: { train: 32, dev: 4, test: 4 },
  });
  await press('Train on it');
  expect(location.hash).toBe('#/train');
  expect(lab.draft.getState().draft).toMatchObject({
    task: 'my-reviews',
    labelWords: ['great, good', 'negative'],
  });
  await press('Import another');
  expect(text()).toContain('Choose files, or drop them on this page');
});

test('malformed rows are shown with their lines, stop the import, and can be left out', async () => {
  await show([file('d.csv', `${CSV}alone\n41,,5\n`)]);
  await until(classesCounted);
  expect(text()).toContain('2 rows are malformed');
  expect(text()).toContain('d.csv, line 42: it has 1 fields, and the header has 3');
  expect(text()).toContain('line 43: column “words” is empty');
  await press('Import');
  await until(() => place.querySelector('[role="alert"]') !== null);
  expect(place.querySelector('[role="alert"]')?.textContent).toContain('tick “Leave malformed rows out”');
  expect(text()).not.toContain('--');
  await act(async () => {
    labelled('Leave malformed rows out').click();
    await Promise.resolve();
  });
  expect(place.querySelector('[role="alert"]')).toBeNull();
  await press('Import');
  await until(() => text().includes('Imported as d'));
  expect(text()).toContain('Left out of 42 rows');
});

describe('what is wrong stands where it belongs', () => {
  const alertIn = (selector: string): string =>
    [...place.querySelectorAll(selector)]
      .map((part) => part.querySelector('[role="alert"]')?.textContent ?? '')
      .join('');

  test.each<readonly [string, string, string, RegExp]>([
    ['Template', 'no mask {a}', '.import-form > div', /no \[MASK\]/],
    ['Name of class 5', '1', 'fieldset', /stands there twice/],
    ['Label words of class 5', ' , ', 'fieldset', /label words for 2 classes|a word is empty/],
    ['train %', '10', 'fieldset', /no three parts of a whole/],
    ['Seed', 'x', 'fieldset', /no whole number/],
    ['Name', ' ', 'fieldset', /no name/],
  ])('%s', async (label, value, selector, message) => {
    await show([file('d.csv', CSV)]);
    await until(classesCounted);
    await set(label, value);
    await press('Import');
    await until(() => place.querySelector('[role="alert"]') !== null);
    expect(alertIn(selector)).toMatch(message);
    expect(labelled(label).getAttribute('aria-invalid')).toBe('true');
    expect(imported).toEqual([]);
  });

  test('files that can’t be read, at the place for files', async () => {
    await show([file('d.xlsx', 'x')]);
    await until(() => place.querySelector('[role="alert"]') !== null);
    expect(text()).toContain('its ending tells no kind of file');
    expect(text()).toContain('Choose files');
  });

  test('a column of many values is no class, until another one is chosen', async () => {
    const rows = Array.from({ length: 1100 }, (_, i) => `text ${i},${i},${i % 2}\n`).join('');
    await show([file('d.csv', `text,label,other\n${rows}`)]);
    await until(() => place.querySelector('[role="alert"]') !== null);
    expect(alertIn('fieldset')).toMatch(/more than 500 different values.*under “Class”/);
    await set('Class', 'other');
    await until(classesCounted);
    expect(place.querySelector('[role="alert"]')).toBeNull();
  });
});

test('cancelling ends the worker at once, and the form stays', async () => {
  stalled = true;
  await show([file('d.csv', CSV)]);
  await until(classesCounted);
  await set('Name', 'Kept');
  await press('Import');
  stalled = false;
  await press('Cancel');
  await until(() => closed === 1);
  expect(labelled('Name').value).toBe('Kept');
  expect(text()).not.toContain('Importing');
  await press('Import');
  await until(() => text().includes('Imported as kept'));
});

test('of many rows fewer can be drawn', async () => {
  const rows = Array.from({ length: 20_001 }, (_, i) => `text ${i},${i % 2}\n`).join('');
  await show([file('many.csv', `text,label\n${rows}`)]);
  await until(classesCounted);
  await press('Draw 10000 / 500 / 1000');
  expect(labelled('Most of dev').value).toBe('500');
  expect(place.querySelector('.banner')).toBeNull();
  await set('Most of test', '0');
  await press('Import');
  await until(() => place.querySelector('[role="alert"]') !== null);
  expect(place.querySelector('fieldset [role="alert"]')?.textContent).toMatch(/At most 0 rows of test/);
  await set('Most of test', '100');
  await press('Import');
  await until(() => text().includes('Imported as many'));
  expect(text()).toContain('10000 rows to train on, 500 to choose the best step on, 100 to test on');
});

test('a file without a header is pointed at', async () => {
  await show([file('d.csv', CSV.slice(CSV.indexOf('\n') + 1))]);
  await until(classesCounted);
  expect(text()).toContain('seems to have no header row');
});

test('pasted rows are a file', async () => {
  await show(null);
  const area = place.querySelector('textarea');
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, CSV);
    area?.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
  });
  await press('Use these rows');
  await until(classesCounted);
  expect(text()).toContain('pasted.csv: 3 columns');
});

test('files by name are the splits', async () => {
  await show([
    file('train.csv', CSV),
    file('dev.csv', 'words,stars\nx,1\ny,5\n'),
    file('test.csv', 'words,stars\nx,1\n'),
  ]);
  await until(classesCounted);
  expect(labelled('dev.csv').value).toBe('dev');
  expect(labelled('Name').value).toBe('my task');
  await press('Import');
  await until(() => text().includes('Imported as my-task'));
  expect(text()).toContain('40 rows to train on, 2 to choose');
  expect(text()).toContain('dev has the text of 1 row of test');
});
