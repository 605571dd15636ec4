/** The DynSAN reader on random input, in every mode: no PLM. */
import { join } from 'node:path';
import { checkReader } from '../../methods/reader/check-reader.ts';
import { readerReference } from '../../methods/reader/reader-reference.ts';
import { readFacts, readTensors, type CheckKind } from './check-kind.ts';

export const reader: CheckKind = {
  kind: 'reader',
  file: 'reader.json',
  check(dir, engine) {
    const tensors = readTensors(dir, 'reader.safetensors');
    return checkReader(readerReference(readFacts(dir, this.file), tensors, join(dir, this.file)), engine);
  },
};
