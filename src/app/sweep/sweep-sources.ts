/** Where sweeps that the page shows come from: recorded with the project, published by others, kept on this device, a file. */
import { PUBLISHED_MATRICES_PATH, readPublishedMatrices } from '../../data/published-matrices.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import { transferRecord, type TransferRecord } from '../../experiment/transfer/transfer-record.ts';
import { gatheredText } from '../../experiment/sweep/gathered-words.ts';
import type { PickedSweep } from '../../protocol/sweep-protocol.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import type { FetchText } from '../run/recorded-run.ts';
import { publishedReport } from './published-report.ts';
import type { ReportKeeper } from './report-keeper.ts';
import type { SweepState } from './sweep-state.ts';

export type FetchBytes = (path: string) => Promise<Uint8Array | null>;

/** `recorded:PLM`, `published:PLM` or `saved:ID`; what the list of sweeps to look at is made of. */
export type SweepChoice = `${'recorded' | 'published' | 'saved'}:${string}`;

type Origin = Pick<SweepState, 'origin' | 'id' | 'choice'>;

/** A sweep with its cells, or a published matrix, of which there is the report alone. */
export type ChosenSweep =
  | ({ readonly kind: 'record'; readonly record: TransferRecord } & Origin)
  | { readonly kind: 'report'; readonly report: TransferReport };

export interface SweepSourcesParts {
  readonly storage: KeyValue;
  readonly readText: FetchText;
  readonly readBytes: FetchBytes;
}

export class SweepSources {
  constructor(
    private readonly parts: SweepSourcesParts,
    private readonly reports: Pick<ReportKeeper, 'read' | 'gather'>,
  ) {}

  /** @throws LabError `file` where there is none, or it is broken; `storage` */
  async open(choice: SweepChoice): Promise<ChosenSweep> {
    const [kind, name] = [choice.slice(0, choice.indexOf(':')), choice.slice(choice.indexOf(':') + 1)];
    if (kind === 'published') return { kind: 'report', report: await this.published(name) };
    if (kind === 'recorded')
      return { kind: 'record', record: await this.recorded(name), origin: 'recorded', id: null, choice };
    return { kind: 'record', record: await this.saved(name), origin: 'saved', id: name, choice };
  }

  /**
   * What the report of a recorded sweep says, which ships beside it: read in a moment, where the sweep itself takes seconds.
   * Null where there is none.
   */
  async shippedReport(choice: SweepChoice): Promise<TransferReport | null> {
    if (!choice.startsWith('recorded:')) return null;
    const plm = choice.slice('recorded:'.length);
    const text = await this.parts.readText(`recorded/transfer-${encodeURIComponent(plm)}.report.json`);
    return text === null ? null : readShippedReport(text, plm);
  }

  /** The sweep in an experiment file. @throws LabError `file` */
  async read(bytes: Uint8Array, file: string): Promise<TransferRecord> {
    const reading = await this.reports.read(bytes, file);
    if (reading.ok) return transferRecord(reading.record);
    throw new LabError(reading.error);
  }

  /** The sweep that many files are parts of, and what became of each of them, in words. @throws LabError */
  async gather(
    files: readonly PickedSweep[],
  ): Promise<{ readonly record: TransferRecord; readonly notes: readonly string[] }> {
    const gathering = await this.reports.gather(files);
    if (!gathering.ok) throw new LabError(gathering.error);
    const { gathered } = gathering;
    return { record: transferRecord(gathered.record), notes: gatheredText(gathered) };
  }

  /** What is known of cells is loaded when a sweep is. */
  private async saved(id: string): Promise<TransferRecord> {
    const { loadSweep } = await import('../../storage/load-sweep.ts');
    return transferRecord(await loadSweep(this.parts.storage, id));
  }

  private async recorded(plm: string): Promise<TransferRecord> {
    const file = `recorded/transfer-${encodeURIComponent(plm)}.plab`;
    const bytes = await this.parts.readBytes(file);
    if (bytes !== null) return this.read(bytes, file);
    throw new LabError({
      code: 'file',
      message: `There is no recorded sweep of ${plm}, or it can’t be reached.`,
      remedy: 'Start one here, or open a file.',
      where: file,
    });
  }

  private async published(plm: string): Promise<TransferReport> {
    const text = await this.parts.readText(PUBLISHED_MATRICES_PATH);
    const published = text === null ? null : readPublishedMatrices(text, PUBLISHED_MATRICES_PATH);
    const matrix = published?.matrices.find((one) => one.plm === plm);
    if (published !== null && matrix !== undefined) return publishedReport(matrix, published.source);
    throw new LabError({
      code: 'file',
      message: `The published matrix of ${plm} is not there, or it can’t be reached.`,
      remedy: 'Reload the page; it ships with the lab.',
      where: PUBLISHED_MATRICES_PATH,
    });
  }
}

/** Made by `lab report` with this very version of the page, so that its form isn't looked at again. */
function readShippedReport(text: string, plm: string): TransferReport | null {
  try {
    const report = JSON.parse(text) as TransferReport;
    if (report.plm !== plm) return null;
    const neurons = report.neurons.map((one) => ({ ...one, values: Float32Array.from(one.values) }));
    return { ...report, neurons };
  } catch {
    return null;
  }
}
