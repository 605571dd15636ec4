/** The service of the worker of words: reads masks for words that change, and expands class names. */
import { LabError } from '../../src/errors/lab-error.ts';
import type { Task } from '../../src/experiment/task-types.ts';
import type { ExpandedClass, ExpansionSettings } from '../../src/experiment/verbalizer/expansion.ts';
import type { VerbalizeSweep } from '../../src/experiment/verbalizer/verbalize-recipe.ts';
import type { WordLogits } from '../../src/experiment/verbalizer/word-logits.ts';
import { wordLogitsOf } from '../../src/methods/verbalizer/collect-logits.ts';
import { logitsOfTemplate } from '../../src/methods/verbalizer/logits-of-template.ts';
import { VerbalizeWorld, type Reading } from '../../src/methods/verbalizer/verbalize-world.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { AskedTemplate, WordsEvent, WordsService } from '../../src/protocol/words-protocol.ts';
import { answer } from '../answer.ts';
import type { KeptEngines } from '../job/kept-engines.ts';
import type { Resources } from '../job/resources.ts';
import type { PageWords } from './page-word-sources.ts';

export interface WordsServiceParts {
  readonly resources: Resources;
  readonly engines: KeptEngines;
  readonly words: PageWords;
}

/** Characters of a row that lists show. */
const SHOWN_CHARACTERS = 2000;

export class PageWordsService implements WordsService {
  private port: MessagePort | null = null;
  /** The world of the last recipe: its rows are read once. */
  private kept: { readonly key: string; readonly world: VerbalizeWorld } | null = null;
  /** A request is cancelled by ending the worker. */
  private readonly signal = new AbortController().signal;

  constructor(private readonly parts: WordsServiceParts) {}

  connect(events: MessagePort): Promise<void> {
    this.port = events;
    return Promise.resolve();
  }

  private readonly tell = (what: string, share: number | null): void => {
    const event: WordsEvent = { kind: 'progress', what, share };
    this.port?.postMessage(event);
  };

  private readonly onLoaded = (_phase: string, done: number, total: number, file: string): void =>
    this.tell(`loading ${file}`, total === 0 ? null : done / total);

  private readonly reading: Reading = {
    control: new RunControl(),
    progress: (doing, done, total) => this.tell(doing, total === 0 ? null : done / total),
  };

  private world(recipe: VerbalizeSweep): VerbalizeWorld {
    const key = JSON.stringify(recipe);
    if (this.kept?.key === key) return this.kept.world;
    const { resources, engines, words } = this.parts;
    const world = new VerbalizeWorld(
      recipe,
      {
        plm: (name) => resources.plm(name, this.signal, this.onLoaded),
        task: (name) => resources.task(name, this.signal),
        engine: (plm) => engines.get(plm, recipe.engine),
        words: words.sources(this.signal, this.onLoaded),
      },
      () => this.tell('compiling programs', null),
    );
    this.kept = { key, world };
    return world;
  }

  private task(name: string): Promise<Task> {
    return this.parts.resources.task(name, this.signal);
  }

  texts(task: string, rows: number): Promise<Answer<readonly string[]>> {
    return answer(async () => {
      const { test } = await this.task(task);
      return test
        .slice(0, rows)
        .map(({ a, b }) => (b === undefined ? a : `${a} ${b}`).slice(0, SHOWN_CHARACTERS));
    }, 'task');
  }

  look({ recipe, task, template }: AskedTemplate, seed: number): Promise<Answer<WordLogits>> {
    return answer(async () => {
      const world = this.world(recipe);
      const asked = { task, template, seed };
      return (await logitsOfTemplate({ ...this.reading, world }, asked)).logits;
    }, 'task');
  }

  read({ recipe, task, template }: AskedTemplate, text: string): Promise<Answer<Float32Array>> {
    return answer(async () => {
      const world = this.world(recipe);
      const wrap = await world.wrap(task, template);
      const states = await world.read(this.reading, [wrap({ a: text, b: '' })], 'reading your sentence');
      const { values } = await wordLogitsOf(
        await world.reader(),
        states,
        await world.words(task),
        recipe.handling,
      );
      return Float32Array.from(values);
    }, 'task');
  }

  expand(
    seeds: readonly (readonly string[])[],
    settings: ExpansionSettings,
    plm: string | null,
  ): Promise<Answer<readonly ExpandedClass[]>> {
    return answer(async () => {
      if (plm === null && settings.sources.includes('embeddings'))
        throw new LabError({
          code: 'argument',
          message: 'Embeddings are a PLM’s, and none is chosen.',
          remedy: 'Choose a PLM, or leave embeddings out.',
          where: 'sources',
        });
      const opened = plm === null ? null : await this.parts.resources.plm(plm, this.signal, this.onLoaded);
      return this.parts.words.sources(this.signal, this.onLoaded).expand(seeds, settings, opened);
    }, 'argument');
  }
}
