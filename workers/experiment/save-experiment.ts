/** A run as a file to keep or to hand on: whole, or its prompt alone. */
import { zipSync } from 'fflate';
import { writePromptFile } from '../../src/data/prompts/prompt-files.ts';
import { promptFolderFiles } from '../../src/data/prompts/prompt-folder.ts';
import { writeRunFile } from '../../src/data/run-file.ts';
import { promptOf } from '../../src/experiment/artefacts.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import type { RunRecord } from '../../src/experiment/run-record.ts';
import type { ExportBase, ExportedFile, ExportFormat } from '../../src/protocol/experiment-protocol.ts';

/** Zips of the same content are the same to the byte. */
const MTIME = '2000-01-01T00:00:00';

/** @throws LabError `prompt` for a run without one, where the prompt alone is asked for */
export async function saveExperiment(
  name: string,
  record: RunRecord,
  format: ExportFormat,
  base: ExportBase,
): Promise<ExportedFile> {
  if (format === 'plab')
    return {
      name: `${name}.plab`,
      type: 'application/zip',
      bytes: writeRunFile(record),
    };
  const prompt = promptOf(record.artefacts);
  if (prompt === null)
    throw new LabError({
      code: 'prompt',
      message: 'This run has no prompt yet.',
      remedy: 'Let it go on until a dev evaluation has found a best step, or save it as .plab.',
      where: name,
    });
  if (format !== 'peft')
    return {
      name: `${name}.${format}`,
      type: 'application/octet-stream',
      bytes: writePromptFile(format, prompt),
    };
  const { model, taskType, attentionHeads, layers } = base;
  const facts = { length: prompt.length, width: prompt.width, base: model, taskType, attentionHeads, layers };
  const files = await promptFolderFiles(prompt.values, facts, record);
  const folder = Object.fromEntries([...files].map(([file, bytes]) => [`${name}/${file}`, bytes]));
  return { name: `${name}-peft.zip`, type: 'application/zip', bytes: zipSync(folder, { mtime: MTIME }) };
}
