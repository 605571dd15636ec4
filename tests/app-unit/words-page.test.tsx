// @vitest-environment jsdom
/** The place Words as people see it, with a lab that remembers what it was asked for. */
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabContext } from '../../src/app/lab-context.tsx';
import type { Lab } from '../../src/app/lab.ts';
import { createPageStore } from '../../src/app/run/page-store.ts';
import { createViewStore } from '../../src/app/run/view-store.ts';
import { WordsPage } from '../../src/app/words/words-page.tsx';
import type { WordsState } from '../../src/app/words/words-lab-types.ts';
import { scriptedWords, syntheticRun, syntheticShown, type ScriptedWords } from './synthetic-words.ts';

const RUN = syntheticRun();
const LOGITS = syntheticShown(1, 144);

/** jsdom has no layout: every element is 600 by 300 pixels. */
class FixedResizeObserver implements ResizeObserver {
  private readonly callback: ResizeObserverCallback;

  constructor(callback: ResizeObserverCallback) {
    this.callback = callback;
  }

  observe(target: Element): void {
    const contentRect = { width: 600, height: 300 } as DOMRectReadOnly;
    const none: readonly ResizeObserverSize[] = [];
    this.callback(
      [{ target, contentRect, borderBoxSize: none, contentBoxSize: none, devicePixelContentBoxSize: none }],
      this,
    );
  }

  unobserve = vi.fn();

  disconnect = vi.fn();
}

let place: HTMLElement;
let root: Root;
let lab: Lab;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('ResizeObserver', FixedResizeObserver);
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
  const { style } = document.documentElement;
  for (const name of ['ink', 'surface', 'zero', 'low']) style.setProperty(`--view-${name}`, '#112233');
  for (const name of ['negative', 'positive', 'high']) style.setProperty(`--view-${name}`, '#ddeeff');
  const parts: Pick<Lab, 'view' | 'page'> = {
    view: createViewStore({ lockedCell: null, drawer: null }),
    page: createPageStore(
      { theme: 'system', shortcuts: true } as ReturnType<Lab['page']['getState']>['preferences'],
      {},
    ),
  };
  lab = parts as Lab;
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show(
  state: Partial<WordsState> = { origin: 'recorded', shown: RUN, logits: LOGITS },
): ScriptedWords {
  const words = scriptedWords(state);
  act(() =>
    root.render(
      <LabContext value={lab}>
        <WordsPage lab={words} />
      </LabContext>,
    ),
  );
  return words;
}

const wholePercent = (variant: string): string =>
  String(Math.round(100 * (RUN.task.table.find((row) => row.variant === variant)?.accuracy.mean ?? NaN)));
const text = (selector: string): string => place.querySelector(selector)?.textContent ?? '';
const all = (selector: string): HTMLElement[] => [...place.querySelectorAll<HTMLElement>(selector)];
const chips = (label: string): string[] =>
  all(`[aria-label="Words of ${label}"] .words-chip`).map(({ textContent }) => textContent);
const click = (element: Element | undefined | null, init: MouseEventInit = {}): void => {
  if (element === undefined || element === null) throw new Error('nothing to click');
  act(() => void element.dispatchEvent(new MouseEvent('click', { bubbles: true, ...init })));
};
const press = (key: string, target: Element = document.body): void =>
  act(
    () => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })),
  );
const chip = (word: string): HTMLElement | undefined =>
  all('.words-chip').find(({ textContent }) => textContent === word);

describe('at first', () => {
  test('the finding, the recipe, four bars, chips, bars of a row', () => {
    const words = show();
    expect(words.asked).toEqual([['open']]);
    expect(text('h1')).toMatch(/^No label, no training: calibration/);
    for (const variant of ['PT', 'KPT+CC+FR+RR']) expect(text('h1')).toContain(wholePercent(variant));
    expect(
      text('.recipe-sentence')
        .replaceAll(/[\s\u2060]+/g, ' ')
        .replaceAll(' ,', ','),
    ).toContain(
      'Sort agnews with lab-small, asked by 4 templates, calibrated on 200 unlabelled texts drawn 3 times',
    );
    expect(all('.words-waterfall [data-step]')).toHaveLength(4);
    expect(all('.words-column')).toHaveLength(4);
    expect(all('.words-bars [data-class]').length).toBeGreaterThan(0);
    expect(text('.words-verdict')).toMatch(/one word: .* → refined: .* true class: /);
  });

  test('each class says how many words count, and strikes the others by reason', () => {
    show();
    expect(text('[aria-label="Words of World"] h3')).toMatch(/^World \d+ of 16 words$/);
    const reasons = all('[aria-label="Words of World"] .words-why').map(({ textContent }) => textContent);
    expect(reasons).toContain('3 split');
    expect(reasons).toContain('1 shared');
    expect(reasons.some((reason) => reason.endsWith(' off') || reason.endsWith(' rare'))).toBe(true);
  });
});

describe('switches', () => {
  test('a key switches a step: its bar goes, the finding follows', () => {
    show();
    press('4');
    expect(all('.words-waterfall [data-step]').map((bar) => bar.dataset['step'])).toEqual([
      'oneWord',
      'calibrated',
      'moreWords',
    ]);
    press('3');
    expect(text('h1')).toContain(wholePercent('PT+CC'));
    expect(text('h1')).not.toContain('words');
    expect(chips('World')).toEqual(['politics']);
    press('1');
    expect(text('h1')).toMatch(/one word a class sorts/);
    press('1');
    expect(all('.words-waterfall [data-step]')).toHaveLength(4);
  });

  test('words without calibration bring a warning', () => {
    show();
    expect(text('.words-warning')).toBe('');
    click(all('.words-switch [role="switch"]')[1]);
    expect(text('.words-warning')).toContain('uncalibrated');
  });

  test('steps that were not measured over all runs are of the template shown, and the sentence says so', () => {
    show();
    click(all('.words-refined-part input')[1]);
    expect(text('h1')).toMatch(/^With this template alone, /);
    expect(text('.words-waterfall .quiet')).toContain('template shown alone');
  });
});

describe('words', () => {
  test('a click drops a word, another takes it back, and answers are recomputed', () => {
    show();
    const ring = (): string => place.querySelector('[data-step="refined"] circle')?.getAttribute('cy') ?? '';
    const [before, height] = [chips('World'), ring()];
    // All but one word of a class gone moves its answers.
    for (const word of before.slice(1)) click(chip(word));
    expect(chips('World')).toEqual(before.slice(0, 1));
    expect(ring()).not.toBe(height);
    const back = all('[aria-label="Words of World"] .words-back').find(
      (one) => one.textContent === before[1],
    );
    click(back);
    expect(chips('World')).toContain(before[1]);
  });

  test('Shift-click takes its whole sense, z undoes it at once', () => {
    show();
    const before = chips('World');
    const sense = ['diplomatic', 'sovereignty', 'democratic', 'leader', 'law'].filter((word) =>
      before.includes(word),
    );
    expect(sense.length).toBeGreaterThan(1);
    click(chip(sense[0]), { shiftKey: true });
    expect(chips('World')).toEqual(before.filter((word) => !sense.includes(word)));
    press('z');
    expect(chips('World')).toEqual(before);
  });

  test('by keyboard: arrows move, Delete drops, the focus stays among the words', () => {
    show();
    const [first, second, third] = chips('Sports');
    const button = chip(first);
    act(() => button?.focus());
    expect(text('.words-reading')).toMatch(new RegExp(`^${first} · .* · score `));
    if (button === undefined) throw new Error('no word');
    press('ArrowRight', button);
    expect(document.activeElement?.textContent).toBe(second);
    press('Delete', document.activeElement ?? button);
    expect(chips('Sports')).not.toContain(second);
    expect(document.activeElement?.textContent).toBe(third);
    expect(all('[aria-label="Words of Sports"] [data-column][tabindex="0"]')).toHaveLength(1);
  });

  test('what is pointed at says source, path, tokens and what is without it', () => {
    show();
    const word = chips('Business')[1];
    act(() => void chip(word)?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })));
    expect(text('.words-reading')).toMatch(/WordNet.*score .*one token.*without it \d+ of 120 answers flip/);
  });

  test('all words of a class open, and close', () => {
    const state = {
      origin: 'recorded',
      shown: syntheticRun({ more: 60 }),
      logits: syntheticShown(1, 144, { more: 60 }),
    } as const;
    show(state);
    const some = chips('World').length;
    click(place.querySelector('[aria-label="Words of World"] .words-more'));
    expect(all('.words-column')).toHaveLength(1);
    expect(chips('World').length).toBeGreaterThan(some);
    click(place.querySelector('.words-more'));
    expect(all('.words-column')).toHaveLength(4);
  });
});

describe('states', () => {
  test('nothing yet, loading, and without logits', () => {
    const words = show({});
    expect(text('.figure-empty')).toContain('No recorded run ships for agnews on lab-small');
    act(() => words.store.setState({ loading: { what: 'Reading the recorded run', share: 0.4 } }));
    expect(place.querySelector('progress')?.value).toBe(0.4);
    act(() => words.store.setState({ loading: null, shown: RUN }));
    expect(all('.words-waterfall [data-step]')).toHaveLength(4);
    expect(all('.words-waterfall circle')).toHaveLength(0);
    expect(text('.words-waiting')).not.toBe('');
  });

  test('a changed recipe: the old part is struck, the button sorts by the new one', () => {
    const words = show();
    act(() => words.draft.setState({ support: '50' }));
    expect(text('.recipe-struck')).toBe('200 unlabelled texts');
    expect(place.querySelector('.words-stage.is-stale')).not.toBeNull();
    const button = all('.place-actions button').at(-1);
    expect(button?.textContent).toContain('Sort by the new recipe');
    click(button);
    expect(words.asked.at(-1)).toEqual(['start']);
  });

  test('under way: pause by button and space, stop; failed: what was kept', () => {
    const words = show();
    const progress = { done: 5, total: 12, doing: 'template 2', secondsLeft: 14 };
    act(() => words.store.setState({ status: 'running', origin: 'live', progress }));
    expect(text('h1')).toContain('5 of 12 runs');
    press(' ');
    act(() => words.store.setState({ status: 'paused' }));
    press(' ');
    click(all('.place-actions button')[0]);
    expect(words.asked.map(([name]) => name)).toEqual(['open', 'pause', 'resume', 'stop']);
    const error = {
      code: 'out-of-memory',
      message: 'The worker ran out of memory.',
      remedy: 'Choose a smaller PLM.',
    } as const;
    act(() => words.store.setState({ status: 'failed', error }));
    expect(text('[role="alert"]')).toBe(
      'The worker ran out of memory. Choose a smaller PLM. 5 runs are kept.',
    );
  });

  test('a recipe with something to mend isn’t started', () => {
    const words = show();
    act(() => words.draft.setState({ templates: ['no gap'] }));
    click(all('.place-actions button').at(-1));
    expect(words.asked).toEqual([['open']]);
    expect(text('.place-actions')).toContain('something to mend');
  });

  test('a typed sentence waits for its logits, then has a verdict of its own', () => {
    const words = show();
    act(() => words.type('oil prices rise'));
    expect(text('.words-waiting')).toContain('Reading your sentence');
    const logits = LOGITS.logits.rows.slice(0, LOGITS.logits.prior.length);
    act(() =>
      words.store.setState({
        sentence: { kind: 'typed', text: 'oil prices rise', logits, isRead: true, error: null },
      }),
    );
    expect(text('.words-verdict')).toMatch(/^one word: /);
    expect(text('.words-verdict')).not.toContain('true class');
  });
});

describe('drawers', () => {
  const OPENED: Readonly<Record<string, RegExp>> = {
    words: /Which words stand for which class\?.*WordNet.*The tokenizer splits it/,
    flips: /\d+ of 120 answers turn: \d+ to right, \d+ to wrong/,
    'leave-out': /What is a word worth\?/,
    confusion: /drew \d+.%/,
    support: /25 unlabelled texts bring/,
    learned: /What do labels add to the words\?/,
    'all-tasks': /Do words help on every task\?/,
    tables: /KPT\+CC\+FR\+RR/,
    save: /OpenPrompt/,
  };

  test.each(Object.keys(OPENED))('%s', (drawer) => {
    show({ origin: 'recorded', shown: RUN, logits: LOGITS, recorded: [RUN] });
    act(() => lab.view.setState({ drawer }));
    expect(text('.drawer-content')).toMatch(OPENED[drawer]);
  });

  test.each(Object.keys(OPENED))('%s says what is missing while there is nothing', (drawer) => {
    show({});
    act(() => lab.view.setState({ drawer }));
    expect(text('.drawer-content')).not.toBe('');
  });

  test('every drawer has a key of its own, which none of the place’s other keys is', () => {
    show();
    const keys = all('.drawer-keys kbd').map(({ textContent }) => textContent);
    expect(new Set([...keys, 's', 'z', '1', '2', '3', '4', ' ', 'g', 't', 'v', '?']).size).toBe(
      keys.length + 11,
    );
    press('w');
    expect(lab.view.getState().drawer).toBe('words');
  });

  test('another recorded task is one click away', () => {
    const { task } = RUN;
    const words = show({
      origin: 'recorded',
      shown: RUN,
      logits: LOGITS,
      recorded: [{ ...RUN, plm: 'lab-tiny', task: { ...task, task: 'dbpedia_small' } }],
    });
    act(() => lab.view.setState({ drawer: 'all-tasks' }));
    click(all('.words-all-choices button')[0]);
    expect(words.asked.at(-1)).toEqual(['choose', 'lab-tiny', 'dbpedia_small']);
  });
});

describe('all settings', () => {
  test('expanding asks with the classes shown and the sources ticked', () => {
    const words = show();
    act(() => lab.view.setState({ sheet: { focus: null } }));
    click(all('.words-expand button[type="submit"]')[0]);
    expect(words.asked.at(-1)).toEqual([
      'expand',
      {
        seeds: [['politics'], ['sports'], ['business'], ['technology']],
        sources: ['wordnet'],
        senses: {},
      },
    ]);
  });

  test('a sense is switched off, and the words are expanded anew', () => {
    const words = show({
      shown: RUN,
      expansion: {
        kind: 'done',
        classes: [
          {
            seeds: ['sports'],
            senses: [
              { seed: 'sports', synset: 'n1', gloss: 'an active diversion', prior: 0.8, used: true },
              { seed: 'sports', synset: 'n2', gloss: 'a mutation', prior: 0.2, used: true },
            ],
            words: [{ word: 'skiing', score: 0.4, source: 'wordnet', path: ['sport', '~', 'skiing'] }],
            dropped: [],
            notes: [],
          },
        ],
      },
    });
    act(() => lab.view.setState({ sheet: { focus: null } }));
    expect(text('.words-expanded')).toContain('skiing');
    click(all('.words-expanded input')[1]);
    expect(words.asked.at(-1)).toMatchObject(['expand', { senses: { sports: ['n1'] } }]);
    click(all('.words-expand > button').at(-1));
    expect(words.draft.getState().words).toBe('own');
  });
});
