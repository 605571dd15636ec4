/** A trained reader of a sweep's file as safetensors: its parameters by their names, weights as [in, out]. */
import { writeFileSync } from 'node:fs';
import type { NamedTensor } from '../data/safetensors.ts';
import { writeSafetensors } from '../data/write-safetensors.ts';
import { LabError } from '../errors/lab-error.ts';
import { READER } from '../experiment/reader/cells/reader.ts';
import { READER_MODES } from '../experiment/reader/reader-model.ts';
import { parameterLayout } from '../experiment/reader/reader-parameters.ts';
import { readRecord } from '../experiment/reader/read-record.ts';
import { resultOf } from '../experiment/sweep/cell-kind.ts';
import { modelFor } from '../methods/reader/prepared-set.ts';
import { choiceOption, printJson, say } from './output.ts';
import { openSweep } from './sweep-run.ts';

/**
 * @param asked the variant whose first seed's reader is written
 * @throws LabError `argument` for a name that doesn't end with .safetensors, or a variant that the file has no reader of
 */
export function convertReader(source: string, target: string, asked: string, json: boolean): void {
  const variant = choiceOption('--reader', asked, READER_MODES);
  if (!target.endsWith('.safetensors'))
    throw new LabError({
      code: 'argument',
      message: `${target} does not end with .safetensors.`,
      remedy: 'Give the reader’s file such a name.',
      where: '<out>',
    });
  const { recipe, reading, cells } = readRecord(openSweep(source));
  const [[seed], [task]] = [recipe.seeds, recipe.tasks];
  const run = resultOf(cells, READER, { kind: 'reader', variant, task, seed });
  if (run === null || run.weights.length === 0)
    throw new LabError({
      code: 'argument',
      message: `${source} has no reader ${variant} of seed ${String(seed)}.`,
      remedy: `Give --reader one of: ${recipe.variants.join(', ')}, whose cell is computed.`,
      where: '--reader',
    });
  const { parameters, size } = parameterLayout(modelFor(recipe.model, recipe.encoding, reading.kind));
  const tensors = new Map(
    parameters.map(({ name, dims, start, end }): [string, NamedTensor] => [
      name,
      { dims, data: run.weights.slice(start, end) },
    ]),
  );
  writeFileSync(target, writeSafetensors(tensors));
  say(`${target}: ${String(tensors.size)} parameters, ${String(size)} numbers`);
  if (json)
    printJson({
      from: source,
      to: target,
      format: 'safetensors',
      variant,
      seed,
      parameters: tensors.size,
      size,
    });
}
