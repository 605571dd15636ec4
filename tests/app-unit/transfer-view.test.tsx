// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createLinkStore,
  LinkContext,
  pairIn,
  pairOfLink,
  pairToLink,
  type LinkStore,
} from '../../src/app/transfer/link-store.ts';
import { usePairLink } from '../../src/app/transfer/use-pair-link.ts';
import { FamilyMeans } from '../../src/app/transfer/family-means.tsx';
import { MatrixFigure } from '../../src/app/transfer/figures/matrix-figure.tsx';
import { PairNumbers } from '../../src/app/transfer/pair-numbers.tsx';
import { SECTIONS, SectionView, type SectionId } from '../../src/app/transfer/sections.tsx';
import { TransferBody } from '../../src/app/transfer/transfer-body.tsx';
import type { TransferReport } from '../../src/experiment/transfer/transfer-report.ts';
import { ARITHMETIC, syntheticReport } from '../views/transfer/synthetic-report.ts';

const REPORT = syntheticReport();

/** jsdom has no layout: every element is 600 pixels wide. */
class WideResizeObserver implements ResizeObserver {
  private readonly callback: ResizeObserverCallback;

  constructor(callback: ResizeObserverCallback) {
    this.callback = callback;
  }

  observe(target: Element): void {
    const contentRect = { width: 600 } as DOMRectReadOnly;
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

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('ResizeObserver', WideResizeObserver);
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  Element.prototype.scrollIntoView = vi.fn();
  const { style } = document.documentElement;
  for (const name of ['ink', 'surface', 'zero', 'low']) style.setProperty(`--view-${name}`, '#112233');
  for (const name of ['negative', 'positive', 'high']) style.setProperty(`--view-${name}`, '#ddeeff');
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

const SECTION_IDS = Object.keys(SECTIONS) as readonly SectionId[];
const openScatter = vi.fn();

/** The place's first picture, and all that its drawers hold. */
function show(report: TransferReport, link = createLinkStore()): typeof link {
  act(() =>
    root.render(
      <LinkContext value={link}>
        <TransferBody report={report} training={null} onScatter={openScatter} />
        <MatrixFigure report={report} onOpen={vi.fn()} />
        <PairNumbers report={report} heading={null} />
        <FamilyMeans report={report} />
        {SECTION_IDS.map((section) => (
          <SectionView key={section} section={section} report={report} />
        ))}
      </LinkContext>,
    ),
  );
  return link;
}

/** A panel of the first picture. */
function panelOf(name: 'matrix' | 'pair' | 'ranking'): HTMLElement {
  const found = place.querySelector<HTMLElement>(`.transfer-${name}`);
  if (found === null) throw new Error(`No panel “${name}”`);
  return found;
}

function figureOf(title: string): HTMLElement {
  const found = [...place.querySelectorAll('figure')].find((figure) =>
    figure.querySelector('h3')?.textContent?.startsWith(title),
  );
  if (found === undefined) throw new Error(`No figure “${title}”`);
  return found;
}

function press(figure: HTMLElement, key: string): void {
  const plot = figure.querySelector('[role="application"]');
  act(() => {
    plot?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
}

function status(figure: HTMLElement): string {
  return figure.querySelector('[role="status"]')?.textContent ?? '';
}

describe('matrix by keyboard', () => {
  test('the strongest pair is locked at first; arrows move, the cell is announced, Enter goes to the pair, Esc unlocks', () => {
    const link = show(REPORT);
    const matrix = panelOf('matrix');
    expect(status(matrix)).toContain('Prompt of film-reviews on tweets');
    expect(link.getState().lockedPair).toBeNull();
    press(matrix, 'ArrowDown');
    press(matrix, 'ArrowRight');
    const pair = link.getState().lockedPair;
    expect(pair).not.toBeNull();
    expect(status(matrix)).toMatch(/^Prompt of .+ on .+: relative .+ n = 400 rows/);
    press(matrix, 'Enter');
    const heading = document.activeElement;
    expect(heading?.closest('.transfer-pair')).not.toBeNull();
    expect(heading?.textContent).toContain(pair?.source);
    press(matrix, 'Escape');
    expect(link.getState().lockedPair).toBeNull();
    expect(status(matrix)).toBe('');
    expect(panelOf('pair').textContent).toContain('Click a cell');
    press(matrix, 'Enter');
    expect(link.getState().lockedPair).not.toBeNull();
  });

  test('its measures are chosen above it', () => {
    const link = show(REPORT);
    const accuracy = [...panelOf('matrix').querySelectorAll('label')].find(
      ({ textContent }) => textContent === 'accuracy',
    );
    act(() => accuracy?.click());
    expect(link.getState().measure).toBe('accuracy');
  });
});

describe('the ranking by keyboard', () => {
  test('up and down choose a likeness, Enter opens its scatter', () => {
    openScatter.mockClear();
    show(REPORT);
    const ranking = panelOf('ranking');
    press(ranking, 'Enter');
    expect(openScatter).not.toHaveBeenCalled();
    press(ranking, 'ArrowDown');
    press(ranking, 'ArrowDown');
    expect(status(ranking)).toMatch(/^E_concat, without the start: ρ 0\.45/);
    press(ranking, 'Enter');
    expect(openScatter).toHaveBeenCalledWith('E_concat, without the start');
    press(ranking, 'Escape');
    expect(status(ranking)).toBe('');
  });

  test('the scatter that was asked for stands alone until all are asked for', () => {
    const link = show(REPORT);
    const panels = (): number => figureOf('Which similarity').querySelectorAll('[data-indicator]').length;
    expect(panels()).toBe(3);
    act(() => link.setState({ scatter: 'E_concat, without the start' }));
    expect(panels()).toBe(1);
    act(() => {
      [...figureOf('Which similarity').querySelectorAll('button')]
        .find(({ textContent }) => textContent === 'All 3 scatters')
        ?.click();
    });
    expect(panels()).toBe(3);
  });
});

test('a pair locked in one figure is locked in all of them', () => {
  const link = show(REPORT);
  act(() => link.setState({ lockedPair: { source: 'film-reviews', target: 'tweets' } }));
  expect(status(figureOf('Whose soft prompt'))).toContain('Prompt of film-reviews on tweets');
  expect(status(figureOf('Which similarity'))).toContain('film-reviews → tweets');
  expect(figureOf('Which neurons').textContent).toContain('film-reviews and tweets');
  expect(figureOf('Does tweets learn faster').textContent).toContain('not reached');
  expect(panelOf('pair').textContent).toContain('film-reviews’s prompt on tweets');
  expect(place.querySelector('.transfer-numbers')?.textContent).toContain('paired on the same rows');
});

test('a task pointed at is marked in matrix, indicators and projection', () => {
  const link = show(REPORT);
  const marks = (title: string): number =>
    figureOf(title).querySelectorAll('.transfer-marks svg > g > *').length;
  act(() => link.setState({ isUnlocked: true }));
  expect(marks('Whose soft prompt')).toBe(0);
  act(() => link.setState({ hoverTask: REPORT.tasks[2].name }));
  expect(marks('Whose soft prompt')).toBe(2);
  expect(marks('Which similarity')).toBeGreaterThan(3);
  expect(marks('Does the projector')).toBe(1);
});

test('every figure is reached by Tab, has its table, and answers to arrows', () => {
  show(REPORT);
  const figures = [...place.querySelectorAll<HTMLElement>('figure')];
  expect(figures).toHaveLength(7);
  for (const figure of figures) {
    expect(figure.querySelector('[role="application"]')?.getAttribute('tabindex')).toBe('0');
    press(figure, 'ArrowDown');
    press(figure, 'ArrowRight');
    expect(status(figure), figure.querySelector('h3')?.textContent ?? '').not.toBe('');
    const button = [...figure.querySelectorAll('button')].find(({ textContent }) => textContent === 'Table');
    act(() => button?.click());
    expect(figure.querySelectorAll('tbody tr').length).toBeGreaterThan(0);
  }
});

test('a collapsed projector raises the alarm; choosing another one ends it', () => {
  const link = show(REPORT);
  expect(place.querySelector('[role="alert"]')?.textContent).toContain('Collapsed');
  act(() => link.setState({ projection: 1 }));
  expect(place.querySelector('[role="alert"]')).toBeNull();
});

test('masks and early looks say what they come to above their figures', () => {
  const [first, ...rest] = REPORT.initialisation;
  const lead = { mean: 0.12, interval: { low: 0.05, high: 0.19 }, seeds: [0.1, 0.12, 0.14] };
  const early = {
    examples: 32,
    devRows: 250,
    lead,
    looks: [{ step: 0, fromRandom: lead, fromSource: lead, difference: lead }],
  };
  show(syntheticReport({ initialisation: [{ ...first, early }, ...rest] }));
  const findingOf = (title: string) => figureOf(title).querySelector('figcaption p')?.textContent ?? '';
  expect(findingOf('Does tweets learn faster')).toContain('is 12.0 points ahead [5.0, 19.0]');
  expect(findingOf('Does the prompt of film-reviews need')).toMatch(
    /^film-reviews needs the neurons that its prompt fires/,
  );
  // Without early looks there is no sentence to say.
  show(REPORT);
  expect(findingOf('Does tweets learn faster')).not.toContain('ahead');
});

test('prompt arithmetic says in words what it came to, above its figure', () => {
  show(syntheticReport({ arithmetic: ARITHMETIC }));
  const figure = figureOf('Can what training added');
  expect(figure.textContent).toMatch(/^On another start two tasks’ vectors get 63/);
  expect(figure.querySelectorAll('path.accuracy')).toHaveLength(ARITHMETIC.length + 1);
});

test('sections without data say how to get it', () => {
  const none = { indicators: [], initialisation: [], neurons: [], masking: [], projections: [] };
  show(syntheticReport(none));
  expect(place.querySelectorAll('.figure-empty')).toHaveLength(8);
  show(syntheticReport({ tasks: [], cells: [], ...none }));
  expect(place.textContent).toContain('start a sweep');
});

test('a report that lacks a locked task ignores it', () => {
  const link = createLinkStore({
    lockedPair: { source: 'film-reviews', target: 'weather' },
    projection: 7,
    initialisation: 'weather → tweets',
  });
  show(REPORT, link);
  expect(status(figureOf('Whose soft prompt'))).toContain('Prompt of film-reviews on tweets');
  expect(pairIn(REPORT, { source: 'weather', target: 'film-reviews' })).toBeNull();
});

/** The report of another sweep: the same tasks in the opposite order, without `left`. */
function otherSweep(left: string | null = null): TransferReport {
  const kept = REPORT.tasks.flatMap(({ name }, index) => (name === left ? [] : [index])).reverse();
  return syntheticReport({
    tasks: kept.map((task) => REPORT.tasks[task]),
    cells: kept.map((target) => kept.map((source) => REPORT.cells[target][source])),
    indicators: [],
    initialisation: [],
    neurons: [],
    overlapOverSteps: [],
    masking: [],
    recommendations: [],
    projections: [],
  });
}

test('a locked pair stays the same tasks when a sweep with others in another order is chosen', () => {
  const link = show(REPORT);
  act(() => link.setState({ lockedPair: { source: 'film-reviews', target: 'tweets' } }));
  show(otherSweep(), link);
  expect(status(figureOf('Whose soft prompt'))).toContain('Prompt of film-reviews on tweets');
  expect(panelOf('pair').querySelector('h2')?.textContent).toBe('film-reviews’s prompt on tweets');
  const heading = place.querySelector('.transfer-numbers h3')?.textContent;
  expect(heading).toBe('The prompt of film-reviews on tweets');
});

describe('the pair in the address', () => {
  function Page({ report, link }: { readonly report: TransferReport | null; readonly link: LinkStore }) {
    usePairLink(report, link);
    return null;
  }
  const showPage = (report: TransferReport | null, link: LinkStore): void =>
    act(() => root.render(<Page report={report} link={link} />));

  test('is the locked one, and is gone with a sweep that lacks one of its tasks', () => {
    const link = createLinkStore();
    showPage(REPORT, link);
    act(() => link.setState({ lockedPair: { source: 'film-reviews', target: 'tweets' } }));
    showPage(otherSweep(), link);
    expect(new URLSearchParams(location.search).get('pair')).toBe('film-reviews>tweets');
    showPage(otherSweep('tweets'), link);
    expect(link.getState().lockedPair).toBeNull();
    expect(location.search).toBe('');
    showPage(REPORT, link);
    expect(link.getState().lockedPair).toBeNull();
  });
});

test('pairs survive a link by name', () => {
  const pair = { source: 'entails', target: 'film-reviews' };
  expect(pairToLink(pair)).toBe('entails>film-reviews');
  expect(pairIn(REPORT, pair)).toEqual({ source: 3, target: 0 });
  expect(pairOfLink(REPORT, 'entails>film-reviews')).toEqual(pair);
  for (const broken of ['', 'entails', 'entails>unknown', 'a>b>c'])
    expect(pairOfLink(REPORT, broken)).toBeNull();
});
