/** The worker that turns a sweep's record into its report, and files into records, while another one computes. */
import { expose } from 'comlink';
import { gatherFiles } from '../src/data/gather-files.ts';
import { readSweepFile, writeSweepFile } from '../src/data/sweep-file.ts';
import { growthRecord } from '../src/experiment/progressive/growth-record.ts';
import { transferRecord } from '../src/experiment/transfer/transfer-record.ts';
import { verbalizeRecord } from '../src/experiment/verbalizer/verbalize-record.ts';
import { growthReport } from '../src/methods/progressive/report/growth-report.ts';
import { transferReport } from '../src/methods/transfer/report/transfer-report.ts';
import { verbalizeReport } from '../src/methods/verbalizer/report/verbalize-report.ts';
import { toErrorData } from '../src/errors/lab-error.ts';
import type {
  PickedSweep,
  ReportService,
  SweepGathering,
  SweepReading,
} from '../src/protocol/sweep-protocol.ts';
import { holdLife } from './hold-life.ts';

function reading(bytes: Uint8Array, file: string): SweepReading {
  try {
    return { ok: true, record: readSweepFile(bytes, file) };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown, 'file') };
  }
}

async function gathering(files: readonly PickedSweep[]): Promise<SweepGathering> {
  try {
    const open = (index: number) => readSweepFile(files[index].bytes, files[index].name);
    return {
      ok: true,
      gathered: await gatherFiles(
        files.map(({ name }) => name),
        open,
      ),
    };
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown, 'file') };
  }
}

const service: ReportService = {
  report: (record, start) => Promise.resolve(transferReport(transferRecord(record), start)),
  verbalized: (record) => Promise.resolve(verbalizeReport(verbalizeRecord(record))),
  grown: (record, task) => Promise.resolve(growthReport(growthRecord(record), task)),
  read: (bytes, file) => Promise.resolve(reading(bytes, file)),
  gather: gathering,
  write: (record) => Promise.resolve(writeSweepFile(record)),
};

holdLife();
expose(service);
