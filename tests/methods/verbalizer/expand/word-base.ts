/** The shipped words, opened once a test file. Only tests import it. */
import { openWords } from '../../../../src/cli/open-words.ts';
import type { KnowledgeBase } from '../../../../src/methods/verbalizer/expand/expand-classes.ts';
import type { SentimentList } from '../../../../src/methods/verbalizer/expand/sentiment-list.ts';
import type { WordGraph } from '../../../../src/methods/verbalizer/expand/word-graph.ts';

export async function shippedWords(): Promise<
  KnowledgeBase & { readonly graph: WordGraph; readonly sentiment: SentimentList }
> {
  const { graph, sentiment, embeddings } = await openWords(['wordnet', 'afinn'], null);
  if (graph === null || sentiment === null) throw new Error('the shipped words were not opened');
  return { graph, sentiment, embeddings };
}
