/** A model as the library keeps it, for tests that don't open it. */
import type { StoredModel } from '../../src/storage/saved-models.ts';

export const MODEL: StoredModel = {
  id: 'bert',
  name: 'Bert',
  addedAt: '2026-01-01T00:00:00Z',
  description: 'a model',
  licence: 'MIT',
  architecture: 'BertForMaskedLM',
  parameters: 1,
  layers: 1,
  width: 1,
  heads: 1,
  feedForward: 1,
  vocabulary: 1,
  maxLength: 1,
  files: [],
  source: { kind: 'files', names: [] },
  notes: [],
};
