/** Lists of words that a run can be made with: shipped, kept on this device, brought in by a file, expanded here. */
import { loadPreset, presetOf } from '../../../data/verbalizers/presets.ts';
import { readVerbalizerFile, verbalizerOf } from '../../../data/verbalizers/verbalizer-file.ts';
import { LabError } from '../../../errors/lab-error.ts';
import type { TaskEntry } from '../../../experiment/task-types.ts';
import type { ExpandedClass, ExpansionSettings } from '../../../experiment/verbalizer/expansion.ts';
import { verbalizerHash } from '../../../experiment/verbalizer/verbalizer-json.ts';
import { wordLists, type StoredVerbalizer } from '../../../experiment/verbalizer/verbalizer.ts';
import { findVerbalizer, listVerbalizers, saveVerbalizer } from '../../../storage/saved-verbalizers.ts';
import { listOfVerbalizer, shippedLists, type WordList } from './recipe-of-draft.ts';
import type { WordsLabParts } from './words-lab-parts.ts';

export class WordShelf {
  constructor(private readonly parts: Pick<WordsLabParts, 'storage' | 'readText' | 'now'>) {}

  private readonly read = async (path: string): Promise<string> => {
    const text = await this.parts.readText(path);
    if (text !== null) return text;
    throw new LabError({
      code: 'download',
      message: `${path} could not be loaded.`,
      remedy: 'Check the connection and try again.',
      where: path,
    });
  };

  /** One word a class: the published ones where a task has them, else the task's own. */
  async manual(task: TaskEntry): Promise<readonly (readonly string[])[]> {
    const preset = presetOf(task.name, 'one');
    return preset === null ? task.labelWords : wordLists(await loadPreset(preset, task.labels, this.read));
  }

  /** What fits a task: lists of as many classes. */
  async of(task: TaskEntry): Promise<readonly WordList[]> {
    const heads = await listVerbalizers(this.parts.storage);
    const own = await Promise.all(
      heads.map(async ({ id }): Promise<readonly WordList[]> => {
        const found = await findVerbalizer(this.parts.storage, id);
        return found?.labels.length !== task.labels.length
          ? []
          : [listOfVerbalizer(found, await verbalizerHash(found))];
      }),
    );
    return [...shippedLists(task), ...own.flat()];
  }

  /** @throws LabError `label-words` where the classes aren't as many as the task's; `storage` */
  async keepExpanded(
    task: TaskEntry,
    classes: readonly ExpandedClass[],
    settings: ExpansionSettings,
  ): Promise<WordList> {
    if (classes.length !== task.labels.length)
      throw new LabError({
        code: 'label-words',
        message: `There are words for ${String(classes.length)} classes, and ${task.name} has ${String(task.labels.length)}: ${task.labels.join(', ')}.`,
        remedy: 'Give a line to each class of the task, in this order, or choose another task.',
        where: 'expand',
      });
    return this.keep(
      verbalizerOf({
        name: `${task.name}, expanded`,
        labels: task.labels,
        words: classes.map(({ words }) => words),
        made: { how: 'expanded', seeds: classes.map(({ seeds }) => seeds), settings },
      }),
    );
  }

  /** @throws LabError `file` or `label-words` naming what is wrong; `storage` */
  async keepFile(task: TaskEntry, file: string, text: string): Promise<WordList> {
    return this.keep(readVerbalizerFile(text, file, task.labels));
  }

  /** @throws LabError `quota`, `storage` */
  async keep(verbalizer: StoredVerbalizer): Promise<WordList> {
    const { name } = await saveVerbalizer(this.parts.storage, verbalizer, this.parts.now());
    const own = { ...verbalizer, name };
    return listOfVerbalizer(own, await verbalizerHash(own));
  }
}
