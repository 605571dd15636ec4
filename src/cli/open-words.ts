/** What class names are expanded from, off the disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzip } from '../data/gunzip.ts';
import { AFINN_FILE, WORDNET_FILE, WORDS_FOLDER } from '../data/verbalizers/word-files.ts';
import { LabError } from '../errors/lab-error.ts';
import type { ExpansionSource } from '../experiment/verbalizer/expansion.ts';
import type { KnowledgeBase } from '../methods/verbalizer/expand/expand-classes.ts';
import { readSentimentList } from '../methods/verbalizer/expand/sentiment-list.ts';
import { openWordGraph, type WordGraph } from '../methods/verbalizer/expand/word-graph.ts';
import { wordSpace } from '../methods/prompt/nearest-words.ts';
import { projectFolder, type OpenedModel } from './open-model.ts';
import { readBytes } from './read-bytes.ts';

/** @param model whose embeddings are looked through, or null. @throws LabError `file` for a missing or damaged file */
export async function openWords(
  sources: readonly ExpansionSource[],
  model: OpenedModel | null,
): Promise<KnowledgeBase> {
  return {
    graph: sources.includes('wordnet') ? await openWordNet() : null,
    sentiment: sources.includes('afinn') ? readSentimentList(await unpacked(AFINN_FILE)) : null,
    embeddings:
      model === null
        ? null
        : { space: wordSpace(model.plm.wordTable, model.plm.width), tokenizer: model.tokenizer },
  };
}

/** @throws LabError `file` for a missing or damaged file */
export const openWordNet = async (): Promise<WordGraph> => openWordGraph(await unpacked(WORDNET_FILE));

function unpacked(name: string): Promise<Uint8Array> {
  const file = join(projectFolder, 'public', WORDS_FOLDER, name);
  if (!existsSync(file))
    throw new LabError({
      code: 'file',
      message: `${name} is not where the lab keeps its words.`,
      remedy: 'Take public/words from the release again.',
      where: file,
    });
  return gunzip(readBytes(file), file);
}
