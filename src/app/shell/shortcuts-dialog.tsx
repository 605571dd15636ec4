/** The list of keys; beside it what else one looks for there: the tour, the words, how to hide parts. */
import type { ReactNode } from 'react';
import { PARTS } from '../frame/parts.ts';
import { Term } from '../glossary/term.tsx';
import { TERM_NAMES } from '../glossary/terms.ts';
import { useLab, usePage } from '../lab-context.tsx';
import type { PlaceShortcut } from '../places/place-types.ts';
import { PLACES } from '../places/places.ts';
import { startTour } from '../tour/tour-store.ts';
import { Dialog } from './dialog.tsx';
import { changePreferences } from './preferences-store.ts';
import { GO_KEY, SHELL_KEYS, TALK_KEYS } from './shell-keys.ts';

interface KeyGroup {
  readonly title: string;
  readonly keys: readonly PlaceShortcut[];
}

const FIGURE_KEYS: readonly PlaceShortcut[] = [
  { key: '← →', help: 'in a curve: step by step; in the heatmap: columns; in the strip: tokens' },
  { key: '↑ ↓', help: 'in the heatmap: layers' },
  { key: '+ − 0', help: 'in the heatmap: zoom in, zoom out, all neurons' },
  { key: 'Esc', help: 'unlock, close' },
];

const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: 'Everywhere',
    keys: [
      ...PLACES.map(({ key, name }) => ({ key: `${GO_KEY} ${key}`, help: `Go to ${name}` })),
      ...SHELL_KEYS,
    ],
  },
  { title: 'In talk mode', keys: TALK_KEYS },
  ...PLACES.filter(({ shortcuts }) => shortcuts.length > 0).map(({ name, shortcuts }) => ({
    title: `In ${name}`,
    keys: shortcuts,
  })),
  { title: 'In figures', keys: FIGURE_KEYS },
];

/** A shortcut may name several keys; the space bar's own name is a blank. */
function namesOfKeys(key: string): readonly string[] {
  return key === ' ' ? ['space'] : key.replace('ArrowRight', '→').split(' ');
}

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const on = usePage((state) => state.preferences.shortcuts);
  const tour = (): void => {
    onClose();
    startTour();
  };
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <div className="key-groups">
        {KEY_GROUPS.map(({ title, keys }) => (
          <section key={title} className="key-group">
            <h3>{title}</h3>
            <dl className="facts">
              {keys.map(({ key, help }) => (
                <div key={key}>
                  <dt>
                    {namesOfKeys(key).map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{help}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <details className="key-group">
        <summary>For teachers: hide parts until they are asked for</summary>
        <p>
          Add <code>?hide=words,number</code> to the address, in the order in which they are to appear: a
          click or <kbd>v</kbd> shows the next one. The parts:
        </p>
        <p>
          {PARTS.map(({ name, title }, index) => (
            <span key={name}>
              {index > 0 && ' · '}
              <code>{name}</code> {title}
            </span>
          ))}
        </p>
      </details>
      <details className="key-group">
        <summary>Words that the lab explains</summary>
        <ul className="term-list">
          {TERM_NAMES.map((name) => (
            <li key={name}>
              <Term of={name}>{name}</Term>
            </li>
          ))}
        </ul>
      </details>
      <div className="dialog-foot">
        <label className="check">
          <input
            type="checkbox"
            checked={on}
            onChange={({ target }) => changePreferences(lab.page, { shortcuts: target.checked })}
          />
          Single-key shortcuts
        </label>
        <button type="button" className="small" onClick={tour}>
          Show the tour again
        </button>
      </div>
    </Dialog>
  );
}
