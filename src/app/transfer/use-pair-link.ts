/** The locked pair in the address, so that a link shows what its sender looked at: `?pair=sst2>agnews`. */
import { useEffect, useRef } from 'react';
import type { TransferReport } from '../../experiment/transfer-report.ts';
import { pairIn, pairOfLink, pairToLink, type LinkStore } from './link-store.ts';

const FIELD = 'pair';

/** Takes the pair from the address once there is a report that has it, then writes what is locked there. */
export function usePairLink(report: TransferReport | null, link: LinkStore): void {
  const taken = useRef(false);
  useEffect(() => {
    if (report === null) return;
    if (!taken.current) {
      taken.current = true;
      const wanted = new URLSearchParams(location.search).get(FIELD);
      const pair = wanted === null ? null : pairOfLink(report, wanted);
      if (pair !== null && link.getState().lockedPair === null) link.setState({ lockedPair: pair });
    }
    const write = (): void => {
      const pair = pairIn(report, link.getState().lockedPair);
      const search = new URLSearchParams(location.search);
      if (pair === null) search.delete(FIELD);
      else search.set(FIELD, pairToLink(report, pair));
      const text = search.size === 0 ? '' : `?${search.toString()}`;
      if (text !== location.search)
        history.replaceState(null, '', `${location.pathname}${text}${location.hash}`);
    };
    write();
    return link.subscribe(write);
  }, [report, link]);
}
