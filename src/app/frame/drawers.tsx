/**
 * The bar of drawers at the bottom of a place. An open drawer covers the lower half; what stands above it stays live. One
 * is open at a time, and the address names it.
 */
import { useCallback, useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useLab, useView } from '../lab-context.tsx';
import { OfflineStatus } from '../offline/offline-status.tsx';
import { isTyping } from '../shell/typing.ts';
import { talkStore } from '../talk/talk-store.ts';

export interface DrawerTab {
  /** Stands in the address: `?drawer=neurons`. */
  readonly id: string;
  /** Opens and closes it, unless somebody is typing. */
  readonly key: string;
  readonly name: string;
  /** What is in it, in a word or a number. */
  readonly note?: ReactNode;
  readonly content: () => ReactNode;
}

export interface DrawersProps {
  readonly tabs: readonly DrawerTab[];
  /** Said at the right end of the bar; without it, whether the lab opens without a network. */
  readonly hint?: ReactNode;
}

export function Drawers({ tabs, hint }: DrawersProps): ReactNode {
  const lab = useLab();
  const id = useId();
  const bar = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);
  const name = useView((state) => state.drawer);
  const open = tabs.find((tab) => tab.id === name) ?? null;
  const openId = open?.id ?? null;

  const close = useCallback(() => {
    const closed = lab.view.getState().drawer;
    lab.view.setState({ drawer: null });
    bar.current?.querySelector<HTMLElement>(`[data-drawer="${String(closed)}"]`)?.focus();
  }, [lab]);

  const toggle = useCallback(
    (tab: DrawerTab) => {
      if (lab.view.getState().drawer === tab.id) close();
      else lab.view.setState({ drawer: tab.id });
    },
    [lab, close],
  );

  useEffect(() => {
    if (openId !== null) panel.current?.focus({ preventScroll: true });
  }, [openId]);

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      // In talk mode there are no drawers on the screen.
      if (!lab.page.getState().preferences.shortcuts || talkStore.getState().on) return;
      const tab = tabs.find(({ key }) => key === event.key);
      if (tab === undefined) return;
      event.preventDefault();
      toggle(tab);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [lab, tabs, toggle]);

  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };

  return (
    <>
      {open !== null && (
        <section
          ref={panel}
          id={`${id}-panel`}
          className="drawer"
          aria-label={open.name}
          tabIndex={-1}
          onKeyDown={escape}
        >
          <button type="button" className="small drawer-close" onClick={close}>
            Close <kbd aria-hidden="true">Esc</kbd>
          </button>
          <div className="drawer-content">{open.content()}</div>
        </section>
      )}
      <nav ref={bar} className="drawer-bar" data-part="drawers" aria-label="Drawers">
        <ul>
          {tabs.map((tab) => (
            <li key={tab.id}>
              <button
                type="button"
                data-drawer={tab.id}
                aria-expanded={tab.id === openId}
                aria-controls={tab.id === openId ? `${id}-panel` : undefined}
                onClick={() => toggle(tab)}
              >
                {tab.name} {tab.note !== undefined && <small>{tab.note}</small>}
              </button>
            </li>
          ))}
        </ul>
        <div className="drawer-hint">
          {hint ?? <OfflineStatus />}
          <span className="drawer-keys" aria-hidden="true">
            {tabs.map(({ id: tab, key }) => (
              <kbd key={tab}>{key}</kbd>
            ))}
          </span>
        </div>
      </nav>
    </>
  );
}
