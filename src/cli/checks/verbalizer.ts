/** The chain of KPT's verbalizer on random logits: no PLM, no engine. */
import { checkVerbalizer, type VerbalizerReference } from '../../methods/verbalizer/check-verbalizer.ts';
import { readFacts, readTensors, type CheckKind } from './check-kind.ts';

export const verbalizer: CheckKind = {
  kind: 'verbalizer',
  file: 'verbalizer.json',
  check(dir) {
    const facts = readFacts(dir, this.file) as Omit<VerbalizerReference, 'tensors'>;
    return Promise.resolve(checkVerbalizer({ ...facts, tensors: readTensors(dir, 'reference.safetensors') }));
  },
};
