/**
 * The plot of a linked figure: the drawing, which changes seldom, and over it the marks of what is pointed at or
 * locked, which change with the pointer. It is reached by Tab and worked by keys as by the pointer.
 */
import { useId, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { svg, type SvgNode } from '../../../views/svg-node.ts';
import { SvgView } from '../../figures/svg-view.tsx';

export interface LinkedPlotProps {
  /** What the figure is called by screen readers, and what kind of thing it is. */
  readonly label: string;
  readonly kind: string;
  readonly attach: (element: HTMLElement | null) => void;
  readonly width: number;
  readonly height: number;
  readonly drawing: ReactNode;
  readonly marks: SvgNode | null;
  /** Said of what is pointed at, and of what is locked; null for nothing. */
  readonly hoverText: string | null;
  readonly lockedText: string | null;
  readonly invitation: string;
  readonly keys: ReactNode;
  /** Whether words and keys are for screen readers alone, since the place shows them elsewhere. */
  readonly isSpoken?: boolean;
  readonly onPoint: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onPick: (x: number, y: number) => void;
  /** Whether the key was of use. */
  readonly onKey: (key: string) => boolean;
}

/** A narrower place has no room for any figure; so it is before it was measured. */
const NARROWEST = 80;

export function LinkedPlot({
  label,
  kind,
  attach,
  width,
  height,
  drawing,
  marks,
  hoverText,
  lockedText,
  invitation,
  keys,
  isSpoken = false,
  onPoint,
  onLeave,
  onPick,
  onKey,
}: LinkedPlotProps): ReactNode {
  const id = useId();
  const placeOf = (event: MouseEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div
        ref={attach}
        className="transfer-plot"
        role="application"
        aria-roledescription={kind}
        aria-label={label}
        aria-describedby={`${id}-keys`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => onPoint(...placeOf(event))}
        onPointerLeave={onLeave}
        onClick={(event) => onPick(...placeOf(event))}
      >
        {width >= NARROWEST && drawing}
        {width >= NARROWEST && marks !== null && (
          <div className="transfer-marks" aria-hidden="true">
            <SvgView node={svg('svg', { width, height }, [marks])} />
          </div>
        )}
      </div>
      <p className={isSpoken ? 'visually-hidden' : 'readout'}>{hoverText ?? lockedText ?? invitation}</p>
      <p className="visually-hidden" role="status">
        {lockedText ?? ''}
      </p>
      <p className={isSpoken ? 'visually-hidden' : 'keys'} id={`${id}-keys`}>
        Keys: {keys}
      </p>
    </>
  );
}
