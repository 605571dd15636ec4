/** Single keys of the place beside those of its drawers. */
import { useEffect } from 'react';
import { MEASURE_ORDER } from '../../views/transfer/transfer-measure.ts';
import { useLab } from '../lab-context.tsx';
import { isTyping } from '../shell/typing.ts';
import type { LinkStore } from './link-store.ts';
import { MEASURE_KEY, PAUSE_KEY } from './transfer-keys.ts';

/** What the space bar means something to already. */
const PRESSABLE = 'button, a, summary, [role="application"]';

export function useTransferKeys(link: LinkStore): void {
  const lab = useLab();
  useEffect(() => {
    const nextMeasure = (): boolean => {
      const at = MEASURE_ORDER.indexOf(link.getState().measure);
      link.setState({ measure: MEASURE_ORDER[(at + 1) % MEASURE_ORDER.length] });
      return true;
    };
    const pauseOrGoOn = (): boolean => {
      const { status } = lab.sweeps.store.getState();
      if (status === 'running') lab.sweeps.pause();
      else if (status === 'paused') lab.sweeps.resume();
      else return false;
      return true;
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (!lab.page.getState().preferences.shortcuts) return;
      const isPressed = event.target instanceof Element && event.target.closest(PRESSABLE) !== null;
      const isUsed =
        (event.key === MEASURE_KEY && nextMeasure()) ||
        (event.key === PAUSE_KEY && !isPressed && pauseOrGoOn());
      if (isUsed) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [lab, link]);
}
