/** The locked pair in the address, so that a link shows what its sender looked at: `?pair=sst2>agnews`. */
import { useEffect, useRef } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { pairIn, pairOfLink, pairToLink, type LinkStore } from './link-store.ts';

const FIELD = 'pair';

/** Takes the pair from the address once there is a report that has it, then writes what is locked there. */
export function usePairLink(report: TransferReport | null, link: LinkStore): void {
  // A link may be opened while another sweep is shown that lacks its tasks; it is not forgotten for that.
  const wanted = useRef(new URLSearchParams(location.search).get(FIELD));
  useEffect(() => {
    if (report === null) return;
    const pair = wanted.current === null ? null : pairOfLink(report, wanted.current);
    if (pair !== null) {
      wanted.current = null;
      link.setState({ lockedPair: pair });
    }
    // The sweep before had it, this one doesn't.
    if (pairIn(report, link.getState().lockedPair) === null) link.setState({ lockedPair: null });
    const write = (): void => {
      const locked = link.getState().lockedPair;
      if (locked === null && wanted.current !== null) return;
      wanted.current = null;
      const search = new URLSearchParams(location.search);
      if (locked === null) search.delete(FIELD);
      else search.set(FIELD, pairToLink(locked));
      const text = search.size === 0 ? '' : `?${search.toString()}`;
      if (text !== location.search)
        history.replaceState(null, '', `${location.pathname}${text}${location.hash}`);
    };
    write();
    return link.subscribe(write);
  }, [report, link]);
}
