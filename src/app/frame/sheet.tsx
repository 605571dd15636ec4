/** A sheet at the right that holds all settings of a place. The place stays usable beside it. */
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface SheetProps {
  readonly title: string;
  /** Selects the field that the focus goes to; the first one without it. */
  readonly focus: string | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Sheet({ title, focus, onClose, children }: SheetProps): ReactNode {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current ??= document.activeElement;
    const field = focus === null ? null : element.current?.querySelector<HTMLElement>(focus);
    (field ?? element.current)?.focus();
  }, [focus]);
  const close = (): void => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return (
    <aside ref={element} className="sheet" aria-labelledby={id} tabIndex={-1} onKeyDown={escape}>
      <div className="sheet-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="small" onClick={close}>
          Close <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      {children}
    </aside>
  );
}
