/** The prompts and the transfer matrices that Su et al. published, as the tests read them. */
import { readFileSync } from 'node:fs';
import { PUBLISHED_MATRICES_PATH, readPublishedMatrices } from '../../../src/data/published-matrices.ts';
import type { PublishedMatrix } from '../../../src/data/published-matrices.ts';
import { readNpy } from '../../../src/data/npy.ts';
import type { PromptMatrix } from '../../../src/methods/transfer/prompt-matrix.ts';

const matricesFile = new URL(`../../../public/${PUBLISHED_MATRICES_PATH}`, import.meta.url);

export const published = readPublishedMatrices(readFileSync(matricesFile, 'utf8'), 'transfer-matrices.json');

export function publishedMatrix(plm: string): PublishedMatrix {
  const found = published.matrices.find((matrix) => matrix.plm === plm);
  if (found === undefined) throw new Error(`no matrix of ${plm}`);
  return found;
}

/** The 13 tasks with a published prompt, in the order of the matrices. */
export const { tasks, families } = publishedMatrix('Roberta');

export function publishedPrompt(plm: 'roberta-base' | 'bert-base', task: string): PromptMatrix {
  const file = new URL(`../../fixtures/published-prompts/${plm}/${task}.npy`, import.meta.url);
  const { dims, data } = readNpy(readFileSync(file), `${task}.npy`);
  return { length: dims[0], width: dims[1], values: data };
}
