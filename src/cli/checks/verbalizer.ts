/** The chain of KPT's verbalizer on random logits: no PLM, no engine. */
import { join } from 'node:path';
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { count, counts } from '../../experiment/sweep/schema-parts.ts';
import { HANDLINGS } from '../../experiment/verbalizer/chain/word-values.ts';
import { checkVerbalizer, type VerbalizerReference } from '../../methods/verbalizer/check-verbalizer.ts';
import { readFacts, readTensors, type CheckKind } from './check-kind.ts';

const perClass = v.array(counts, 'must be a list a class');

const Facts: v.GenericSchema<unknown, Omit<VerbalizerReference, 'tensors'>> = v.object({
  ids: v.array(
    v.pipe(
      v.array(v.pipe(v.array(count, 'must be a list of tokens'), v.minLength(1, 'must have a token'))),
      v.minLength(1, 'must have a word'),
    ),
    'must be a list a class',
  ),
  handling: v.picklist(HANDLINGS, `must be one of ${HANDLINGS.join(', ')}`),
  frequency_cut: v.number('must be a number'),
  kept_after_frequency: perClass,
  kept_after_relevance: perClass,
  relevance_rate: v.number('must be a number'),
  labels: counts,
  weighted_loss: v.number('must be a number'),
  weighted_calibrated_loss: v.number('must be a number'),
  predictions: v.record(v.string(), counts),
});

const refused = (file: string, what: string): LabError =>
  new LabError({
    code: 'file',
    message: `${file}: ${what}.`,
    remedy: 'Give a folder as the makers of references write it, with all its files.',
    where: file,
  });

export const verbalizer: CheckKind = {
  kind: 'verbalizer',
  file: 'verbalizer.json',
  check(dir) {
    const file = join(dir, this.file);
    const read = v.safeParse(Facts, readFacts(dir, this.file));
    if (!read.success) {
      const [issue] = read.issues;
      throw refused(file, `${v.getDotPath(issue) ?? 'the whole'} ${issue.message}`);
    }
    const tensors = readTensors(dir, 'reference.safetensors');
    const vocabulary = tensors.get('logits')?.dims[1] ?? 0;
    const beyond = read.output.ids.flat(2).find((id) => id >= vocabulary);
    if (beyond !== undefined)
      throw refused(file, `ids names token ${String(beyond)}, and logits has ${String(vocabulary)}`);
    return Promise.resolve(checkVerbalizer({ ...read.output, tensors }));
  },
};
