/** A partial PLM: neuron scores, chosen neurons, logits, losses and prompt gradient of what is left. */
import { basename } from 'node:path';
import { checkPartial, type PartialReference } from '../../methods/progressive/check-partial.ts';
import { openPlm } from '../../plm/plm.ts';
import { readConfig, readModelAt } from '../open-model.ts';
import { readFacts, readTensors, type CheckKind } from './check-kind.ts';

export const partial: CheckKind = {
  kind: 'partial',
  file: 'partial.json',
  check(dir, engine) {
    const facts = readFacts(dir, this.file) as Omit<PartialReference, 'tensors'>;
    const reference = { ...facts, tensors: readTensors(dir, 'partial.safetensors') };
    return checkPartial(openPlm(basename(dir), readModelAt(dir), readConfig(dir)), reference, engine);
  },
};
