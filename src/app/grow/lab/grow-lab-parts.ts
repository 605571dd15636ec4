/** What the place Grow is made from. */
import type { Network } from '../../../offline/network.ts';
import type { KeyValue } from '../../../storage/key-value.ts';
import type { Shelf } from '../../library/shelf.ts';
import type { FetchText } from '../../run/recorded-run.ts';
import type { FetchBytes } from '../../sweep/sweep-sources.ts';
import type { CallWorker, ConnectWorker } from '../../workers/worker-line.ts';

export interface GrowLabParts {
  readonly sweep: ConnectWorker<'sweep'>;
  readonly report: CallWorker<'report'>;
  readonly network: Network;
  readonly storage: KeyValue;
  readonly shelf: Shelf;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
  readonly announce: (text: string) => void;
  readonly now: () => Date;
}
