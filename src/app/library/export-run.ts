/** A kept run handed to the person as a file. */
import { loadRun } from '../../storage/saved-runs.ts';
import { saveFile } from '../figures/save-file.ts';
import type { ExportFormat } from '../../protocol/experiment-protocol.ts';
import type { RunRecord } from '../../experiment/run-record.ts';
import type { Lab } from '../lab.ts';

export const EXPORT_LABELS: Readonly<Record<ExportFormat, string>> = {
  plab: 'Save as .plab',
  peft: 'Save for PEFT',
  safetensors: 'Save as .safetensors',
  npy: 'Save as .npy',
};

export const EXPORT_FORMATS: readonly ExportFormat[] = ['plab', 'peft', 'safetensors', 'npy'];

/** @throws LabError */
export async function exportRecord(lab: Lab, record: RunRecord, format: ExportFormat): Promise<void> {
  const { plm, task, seed } = record.recipe;
  const file = await lab.experiments.save(`${plm}-${task}-seed${String(seed)}`, record, format);
  saveFile(file.name, file.type, file.bytes);
}

/** @throws LabError */
export async function exportRun(lab: Lab, id: string, format: ExportFormat): Promise<void> {
  await exportRecord(lab, await loadRun(lab.storage, id), format);
}
