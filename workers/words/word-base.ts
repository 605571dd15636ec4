/** WordNet and AFINN for the expander: loaded when they are first asked for, and kept in the browser from then on. */
import { gunzip } from '../../src/data/gunzip.ts';
import { AFINN_FILE, WORDNET_FILE, wordFiles, WORDS_FOLDER } from '../../src/data/verbalizers/word-files.ts';
import type { ExpansionSource } from '../../src/experiment/verbalizer/expansion.ts';
import type { KnowledgeBase } from '../../src/methods/verbalizer/expand/expand-classes.ts';
import { readSentimentList } from '../../src/methods/verbalizer/expand/sentiment-list.ts';
import { openWordGraph } from '../../src/methods/verbalizer/expand/word-graph.ts';
import { downloadFiles, type Progress } from '../job/download.ts';
import { keptFiles, type KeptFiles } from '../job/kept-files.ts';

export class WordBase {
  private graph: KnowledgeBase['graph'] = null;
  private sentiment: KnowledgeBase['sentiment'] = null;

  /** @param base the page's address */
  constructor(
    private readonly base: URL,
    private readonly kept: KeptFiles = keptFiles('caches' in globalThis ? globalThis.caches : undefined),
  ) {}

  /** @throws LabError `cancelled` when the signal is given, `model-missing`, `download` or `file` naming the file */
  async open(
    sources: readonly ExpansionSource[],
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Pick<KnowledgeBase, 'graph' | 'sentiment'>> {
    const asksGraph = sources.includes('wordnet');
    const asksSentiment = sources.includes('afinn');
    if (asksGraph) this.graph ??= openWordGraph(await this.load(WORDNET_FILE, signal, progress));
    if (asksSentiment) this.sentiment ??= readSentimentList(await this.load(AFINN_FILE, signal, progress));
    return { graph: asksGraph ? this.graph : null, sentiment: asksSentiment ? this.sentiment : null };
  }

  private async load(name: string, signal: AbortSignal, progress: Progress): Promise<Uint8Array> {
    const files = wordFiles.filter((file) => file.name === name);
    const folder = new URL(`${WORDS_FOLDER}/`, this.base);
    const loaded = await downloadFiles(folder, files, signal, progress, this.kept);
    return gunzip(loaded.get(name) ?? new Uint8Array(), name);
  }
}
