/** Single keys of the place beside those of its drawers. */
import { useCallback } from 'react';
import { MEASURE_ORDER } from '../../views/transfer/transfer-measure.ts';
import { useLab } from '../lab-context.tsx';
import { PAUSE_KEY, pauseOrGoOn, usePlaceKeys } from '../shell/use-place-keys.ts';
import type { LinkStore } from './link-store.ts';
import { MEASURE_KEY } from './transfer-keys.ts';

export function useTransferKeys(link: LinkStore): void {
  const { sweeps } = useLab();
  usePlaceKeys(
    useCallback(
      (key) => {
        if (key !== MEASURE_KEY) return key === PAUSE_KEY && pauseOrGoOn(sweeps);
        const at = MEASURE_ORDER.indexOf(link.getState().measure);
        link.setState({ measure: MEASURE_ORDER[(at + 1) % MEASURE_ORDER.length] });
        return true;
      },
      [sweeps, link],
    ),
  );
}
