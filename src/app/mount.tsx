/** Opens the lab in an element. What differs between the page and its tests comes in from outside. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadDraft, loadForm } from '../storage/drafts.ts';
import { browserKeyValue } from '../storage/key-value.ts';
import type { StorageLoss } from '../storage/open-database.ts';
import { loadStepTimes, saveStepTimes } from '../storage/step-times.ts';
import { loadPreferences } from '../storage/preferences.ts';
import { hearStorageNews } from '../storage/storage-news.ts';
import { networkOf } from '../offline/network.ts';
import { App } from './app.tsx';
import { readDrawerLink } from './frame/drawer-link.ts';
import { createWakeLock } from './job/wake-lock.ts';
import { createLab, type Lab } from './lab.ts';
import { LabContext } from './lab-context.tsx';
import { findTaskOn, openShelf } from './library/shelf.ts';
import { openStorage } from './library/open-storage.ts';
import { firstRecipe, linkDefaults, openLab } from './open-lab.ts';
import { browserOffline, openOffline } from './offline/open-offline.ts';
import { readCellLink } from './recipe/cell-link.ts';
import { readRecipeLink } from './recipe/recipe-link.ts';
import { probeDevice } from './run/probe-device.ts';
import { fetchBytes, fetchText, type FetchText } from './run/recorded-run.ts';
import { openVisit } from './run/visit.ts';
import { keptSweepDraft } from './sweep/sweep-draft.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { applyTheme } from './shell/preferences-store.ts';
import { openTalk } from './talk/talk-store.ts';
import { openTour } from './tour/tour-store.ts';
import type { LabLines } from './workers/lab-lines.ts';

export interface MountOptions {
  readonly workers: LabLines;
  readonly readText?: FetchText;
  /** Whether the page is one to keep for offline use: a built one. */
  readonly keepsOffline?: boolean;
}

export async function mountLab(root: HTMLElement, options: MountOptions): Promise<Lab> {
  const preferences = loadPreferences(() => localStorage);
  applyTheme(preferences.theme);
  openTalk();
  openTour();
  let onLoss: (loss: StorageLoss) => void = () => undefined;
  const storage = browserKeyValue((loss) => onLoss(loss));
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const visit = await openVisit(locks, () => sessionStorage);
  const storageProblem = await openStorage(storage, locks, visit);
  const shelf = await openShelf(storage);
  const link = readRecipeLink(location.search, linkDefaults(shelf));
  const draft =
    link.kind === 'recipe' ? link.recipe : await loadDraft(storage, firstRecipe()).catch(() => null);
  const sweepForm = await loadForm(storage, 'sweep').catch(() => null);
  const lab = createLab({
    workers: options.workers,
    network: networkOf(window),
    storage,
    shelf,
    readText: options.readText ?? fetchText,
    readBytes: fetchBytes,
    wakeLock: createWakeLock(navigator, document),
    locks,
    visit,
    sweepDraft: keptSweepDraft(sweepForm, (task) => findTaskOn(shelf, task) !== null),
    // Missing in insecure contexts, whatever the types say.
    storageManager: (navigator as { readonly storage?: StorageManager }).storage,
    offline: options.keepsOffline === true ? browserOffline() : null,
    frameClock: {
      request: (draw) => void requestAnimationFrame(draw),
      wait: (call, ms) => void setTimeout(call, ms),
      now: () => performance.now(),
    },
    preferences,
    stepTimes: loadStepTimes(() => localStorage),
    keepStepTimes: (times) => saveStepTimes(() => localStorage, times),
    recipe: draft ?? firstRecipe(),
    linkNotice: link.kind === 'unusable' ? link.why : null,
    lockedCell: readCellLink(location.search),
    drawer: readDrawerLink(location.search),
  });
  onLoss = (loss) => void lab.storageLost(loss);
  if (storageProblem !== null) lab.page.setState({ storageProblem });
  createRoot(root).render(
    <StrictMode>
      <LabContext value={lab}>
        <ErrorBoundary lab={lab}>
          <App />
        </ErrorBoundary>
      </LabContext>
    </StrictMode>,
  );
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    // Legends are drawn by React, canvases by frames; both have the theme's colours.
    lab.page.setState({ preferences: { ...lab.page.getState().preferences } });
    lab.frames.invalidate();
  });
  // Lines between parts of the stage follow where these stand.
  window.addEventListener('resize', () => lab.frames.invalidate());
  void document.fonts.ready.then(() => lab.frames.invalidate());
  hearStorageNews(() => void lab.storageChanged());
  void probeDevice(window).then((device) => lab.page.setState({ device }));
  await openLab(lab, link.kind === 'recipe');
  void lab.lookAside();
  if (options.keepsOffline === true) void openOffline(lab);
  return lab;
}
