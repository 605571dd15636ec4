/** The whole PLM: logits, gradients, neurons and five optimiser steps (references of the first form). */
import { basename } from 'node:path';
import { checkReference, type Reference } from '../../methods/prompt/check-reference.ts';
import { openPlm } from '../../plm/plm.ts';
import { readConfig, readModelAt } from '../open-model.ts';
import { readFacts, readTensors, type CheckKind } from './check-kind.ts';

export const wholePlm: CheckKind = {
  kind: null,
  file: 'reference.json',
  check(dir, engine) {
    const facts = readFacts(dir, this.file) as Omit<Reference, 'tensors'>;
    const reference = { ...facts, tensors: readTensors(dir, 'reference.safetensors') };
    return checkReference(openPlm(basename(dir), readModelAt(dir), readConfig(dir)), reference, engine);
  },
};
